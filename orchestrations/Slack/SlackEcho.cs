using Microsoft.DurableTask.Client;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Starts the posting of web app messages to their Slack thread.</summary>
public sealed class SlackEcho
{
    private readonly SlackSwitch _slack;
    private readonly SlackPlaces _places;
    private readonly SlackUntold _untold;
    private readonly MessageStore _messages;
    private readonly SlackStart _start;

    internal SlackEcho(SlackSwitch slack, SlackPlaces places, SlackUntold untold, MessageStore messages, SlackStart start)
    {
        _slack = slack;
        _places = places;
        _untold = untold;
        _messages = messages;
        _start = start;
    }

    /// <summary>
    /// Writes an outbox row before the message is added, so that the sweep continues after a crash. Returns null when the thread is not in
    /// Slack.
    /// </summary>
    /// <param name="thread">An existing thread.</param>
    internal async Task<string?> NoteAsync(ThreadId thread, SubjectId speaker, ClientId sent, CancellationToken cancellation) =>
        _slack.Workspace is { Team: var team } && await _places.IsInSlackAsync(thread, cancellation)
            ? await _untold.AddAsync(team, thread, speaker, sent.Text, cancellation)
            : null;

    /// <param name="message">Null when no message was added.</param>
    internal async Task BeginAsync(DurableTaskClient durable, string note, MessageId? message, CancellationToken cancellation)
    {
        if (message is { } said)
            await _start.BeginAsync(durable, new SlackTold(said.Value), cancellation);
        await _untold.RemoveAsync(_slack.Required.Team, note, cancellation);
    }

    /// <summary>Starts the posting of messages whose process ended before it.</summary>
    internal async Task SweepAsync(DurableTaskClient durable, SlackTeamId team, CancellationToken cancellation)
    {
        await foreach (var (row, thread, speaker, sent) in _untold.LostAsync(team, cancellation))
            await BeginAsync(durable, row, (await _messages.FindSentAsync(speaker, thread, sent, cancellation))?.Id, cancellation);
    }
}
