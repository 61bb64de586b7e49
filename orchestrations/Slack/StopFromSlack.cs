using Microsoft.DurableTask.Client;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Handles Slack's Stop button. It stops the thread's turn only for the person who asked.</summary>
public sealed class StopFromSlack
{
    private readonly SlackLinks _links;
    private readonly SlackThreads _threads;
    private readonly SlackClient _client;
    private readonly MessageStore _messages;
    private readonly TurnStore _turns;
    private readonly SlackWake _wake;

    internal StopFromSlack(SlackLinks links, SlackThreads threads, SlackClient client, MessageStore messages, TurnStore turns, SlackWake wake)
    {
        _links = links;
        _threads = threads;
        _client = client;
        _messages = messages;
        _turns = turns;
        _wake = wake;
    }

    internal async Task RunAsync(DurableTaskClient durable, SlackPlace place, SlackUserId user, CancellationToken cancellation)
    {
        var link = await _links.FindAsync(place.Team, user, cancellation);
        if (place.Thread is not { } root
            || (await _threads.LastTurnAsync(SlackPlaces.ThreadOf(place.Team, place.Channel, root), cancellation)
                ?? (
                    link is null
                        ? null
                        : await _threads.LastTurnAsync(SlackPlaces.DirectThreadOf(place.Team, place.Channel, root, link.Person.Id), cancellation)))
                is not { } turn
            || await _messages.FindAskingAsync(turn, cancellation) is not { } asking
            || await _messages.FindReplyAsync(turn, cancellation) is not null)
            return;
        if (link is null || link.Person.Id != asking.AskedBy.Id)
        {
            // Post into the channel: Slack shows a private note to nobody in a thread without replies.
            await _client.WhisperAsync(place with { Thread = null }, user, SlackNotes.Refusal(SlackWords.NotYours), cancellation);
            return;
        }

        var state = await _turns.FindAsync(turn, cancellation) ?? new TurnState(turn, turn.Thread, asking.Id, asking.AskedBy, TurnStatus.Running, asking.At);
        await TurnSignal.RaiseAsync(durable, state, RunTurn.StopEvent, "stop", cancellation);
        await _wake.RaiseAsync(durable, state, cancellation);
    }
}
