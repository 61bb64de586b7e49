using Microsoft.DurableTask.Client;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Shown;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Orchestrations.Starting;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Handles the buttons of a confirmation card. After a crash, the person clicks again.</summary>
public sealed class ConfirmFromSlack
{
    private readonly SlackConfirming _confirming;

    internal ConfirmFromSlack(SlackConfirming confirming) => _confirming = confirming;

    internal async Task RunAsync(DurableTaskClient durable, SlackClick click, CancellationToken cancellation)
    {
        if (await _confirming.DecideAsync(click, isYes: click.Action == SlackNotes.ApproveCall, cancellation) is not { } decision)
            return;
        // The events carry no decision. They are raised again for a repeated click, because the first one may have been lost.
        if (decision.Turn is var (turn, asked, call))
        {
            await TurnSignal.RaiseAsync(durable, turn, RunTurn.ConfirmationEvent(call), "decided", cancellation);
            await SlackWake.RaiseAsync(durable, SlackHeard.Of(asked), cancellation);
        }

        await _confirming.TellAsync(click, decision, cancellation);
    }
}
