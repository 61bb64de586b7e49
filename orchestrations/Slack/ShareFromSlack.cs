using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Threads;

namespace Onbehalf.Orchestrations.Slack;

public sealed class ShareFromSlack
{
    private readonly SlackSwitch _slack;
    private readonly SlackSharing _sharing;

    internal ShareFromSlack(SlackSwitch slack, SlackSharing sharing) => (_slack, _sharing) = (slack, sharing);

    internal async Task RunAsync(SlackShareClick click, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(click);
        if (_slack.IsOn)
            await _sharing.ShareAsync(Asked(click), new(click.Origin), cancellation);
    }

    internal async Task GiveUpAsync(SlackShareClick click, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(click);
        if (_slack.IsOn)
            await _sharing.GiveUpAsync(Asked(click), cancellation);
    }

    private static SlackShareAsked Asked(SlackShareClick click) =>
        new(SlackTeamId.Parse(click.Team), SlackUserId.Parse(click.User), click.Reference, click.Hash, click.Nonce ?? click.Hash);
}
