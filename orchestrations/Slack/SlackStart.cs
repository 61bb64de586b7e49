using Microsoft.DurableTask.Client;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Starts the answer to a stored message. Idempotent.</summary>
public sealed class SlackStart
{
    private readonly HeardMessages _heard;

    internal SlackStart(HeardMessages heard) => _heard = heard;

    internal async Task BeginAsync(DurableTaskClient durable, SlackMessage message, CancellationToken cancellation)
    {
        await StartAsync(durable, message, cancellation);
        await _heard.BegunAsync(message, cancellation);
    }

    /// <summary>Starts the answer. The caller marks the message as begun later. If a crash loses the mark, the second start has no effect.</summary>
    internal Task StartAsync(DurableTaskClient durable, SlackMessage message, CancellationToken cancellation)
    {
        var which = SlackHeard.Of(message);
        return StartOnce.BeginAsync(durable, nameof(AnswerInSlack), which, which.InstanceId, cancellation);
    }

    internal Task BeginAsync(DurableTaskClient durable, SlackShareClick click, CancellationToken cancellation) =>
        StartOnce.BeginAsync(durable, nameof(ShareInSlack), click, click.InstanceId, cancellation);

    /// <summary>Continues a message whose writer has signed in.</summary>
    public async Task GoOnAsync(DurableTaskClient durable, SlackLinkStep.Linked linked, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(linked);
        if (linked.Asked is not var (place, ts))
            return;
        var which = new SlackHeard(place.Team.Value, place.Channel.Value, ts.Value);
        await StartOnce.BeginAsync(durable, nameof(AnswerInSlack), which, which.InstanceId, cancellation);
    }

    internal Task BeginAsync(DurableTaskClient durable, SlackChange change, CancellationToken cancellation) =>
        StartOnce.BeginAsync(durable, nameof(SettleInSlack), change, change.InstanceId, cancellation);

    internal Task BeginAsync(DurableTaskClient durable, SlackTold told, CancellationToken cancellation) =>
        StartOnce.BeginAsync(durable, nameof(EchoInSlack), told, told.InstanceId, cancellation);
}
