using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Threads;

namespace Onbehalf.Orchestrations.Slack;

public sealed class SlackSettling
{
    private readonly SlackSwitch _slack;
    private readonly SlackThreads _threads;
    private readonly SlackLinkEnding _ending;

    internal SlackSettling(SlackSwitch slack, SlackThreads threads, SlackLinkEnding ending) => (_slack, _threads, _ending) = (slack, threads, ending);

    internal async Task RunAsync(SlackChange change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (!_slack.IsOn)
            return;
        var team = SlackTeamId.Parse(change.Team);
        if (change.Reason is { } reason)
            await _ending.EndAllAsync(team, reason, cancellation);
        if (!SlackChannelId.TryParse(change.Channel, out var channel))
            return;
        // This process may have the former members in its cache.
        _threads.Forget(team, channel);
        await _threads.AlignAsync(team, channel, cancellation);
    }
}
