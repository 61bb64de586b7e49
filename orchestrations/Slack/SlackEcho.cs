using Microsoft.DurableTask.Client;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Threads;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Starts the posting of web app messages to their Slack thread.</summary>
public sealed class SlackEcho : IMessageEcho
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

    public async Task<string?> NoteAsync(ThreadId thread, SubjectId speaker, ClientId sent, CancellationToken cancellation) =>
        _slack.Workspace is { Team: var team } && await _places.IsInSlackAsync(thread, cancellation)
            ? await _untold.AddAsync(team, thread, speaker, sent.Text, cancellation)
            : null;

    public async Task BeginAsync(DurableTaskClient durable, string note, MessageId? message, CancellationToken cancellation)
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
