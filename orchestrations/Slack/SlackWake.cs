using Grpc.Core;
using Microsoft.DurableTask.Client;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>
/// Wakes the delivery of a turn whose call was decided in the web app, or that was stopped. Without it, the note would be replaced and the answer
/// delivered only at the next poll.
/// </summary>
public sealed class SlackWake
{
    private readonly SlackSwitch _slack;
    private readonly SlackPlaces _places;
    private readonly SlackAsks _asks;

    internal SlackWake(SlackSwitch slack, SlackPlaces places, SlackAsks asks) => (_slack, _places, _asks) = (slack, places, asks);

    public async Task RaiseAsync(DurableTaskClient durable, TurnState turn, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(turn);
        if (_slack.Workspace is not { Team: var team })
            return;
        try
        {
            if (!await _places.IsInSlackAsync(turn.Thread, cancellation))
                return;
            foreach (var (channel, ts) in await _asks.AskedAsync(turn.Id, cancellation))
                await RaiseAsync(durable, new SlackHeard(team.Value, channel.Value, ts.Value), cancellation);
        }
        catch (Exception failure) when (failure is RpcException || SlackAsks.IsOutage(failure, cancellation))
        {
            // The decision or stop is recorded. The next poll finds it.
        }
    }

    internal static async Task RaiseAsync(DurableTaskClient durable, SlackHeard heard, CancellationToken cancellation)
    {
        if (await durable.GetInstanceAsync(heard.InstanceId, getInputsAndOutputs: false, cancellation) is { IsCompleted: false })
            await durable.RaiseEventAsync(heard.InstanceId, AnswerInSlack.DecidedEvent, "decided", cancellation);
    }
}
