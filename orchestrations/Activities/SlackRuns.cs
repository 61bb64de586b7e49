using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Ids;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>Delivers the results of runs whose author has chosen Slack.</summary>
public sealed class SlackRuns
{
    private readonly SlackSwitch _slack;
    private readonly SlackRunDelivery _delivery;
    private readonly AutomationStore _automations;

    internal SlackRuns(SlackSwitch slack, SlackRunDelivery delivery, AutomationStore automations) =>
        (_slack, _delivery, _automations) = (slack, delivery, automations);

    /// <summary>Returns whether the result is to be delivered. Part runs and runs that their author stopped have none.</summary>
    internal async Task<bool> WantsAsync(RunState run, RunStatus status, CancellationToken cancellation) =>
        _slack.IsOn && run.Chain.IsEmpty && status is RunStatus.Completed or RunStatus.Failed or RunStatus.Refused
        && await _automations.FindAsync(run.Id.Automation, cancellation) is { DeliversToSlack: true } automation && automation.Author.Id == run.Author.Id;

    internal async Task<SlackAgain> DeliverAsync(SlackRan ran, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ran);
        return _slack.Workspace is { Team: var team } && await _delivery.DeliverAsync(team, RunId.Parse(ran.RunId), cancellation) is SlackPause.Until later
            ? new(IsDone: false, (int)Math.Ceiling(later.Wait.TotalSeconds))
            : new(IsDone: true);
    }
}

public sealed record SlackRan(string RunId, int Version = 1)
{
    internal string InstanceId => $"slack-run-{RunId}";
}

/// <summary>The state of a delivery, and the delay until the next attempt.</summary>
/// <param name="HasNote">Whether this attempt has posted a note about a waiting call.</param>
public sealed record SlackAgain(bool IsDone, int Seconds = 0, bool HasNote = false, int Version = 1);
