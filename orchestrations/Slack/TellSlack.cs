using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Ids;

namespace Onbehalf.Orchestrations.Slack;

public sealed class TellSlack
{
    private readonly SlackSwitch _slack;
    private readonly SlackEchoes _echoes;

    internal TellSlack(SlackSwitch slack, SlackEchoes echoes) => (_slack, _echoes) = (slack, echoes);

    internal async Task<SlackHeard?> RunAsync(SlackTold told, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(told);
        return _slack.IsOn && await _echoes.TellAsync(MessageId.Parse(told.Message), cancellation) is { Turn: { } turn } heard
            ? SlackHeard.Of(heard.Message) with { Turn = turn.Value }
            : null;
    }
}
