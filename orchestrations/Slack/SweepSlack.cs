using Microsoft.DurableTask.Client;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Linking;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Begins answers whose process ended between hearing a message and beginning, and forgets what is over.</summary>
public sealed class SweepSlack : IChore
{
    private readonly SlackSwitch _slack;
    private readonly HeardMessages _heard;
    private readonly LinkStates _states;
    private readonly SlackStart _start;

    internal SweepSlack(SlackSwitch slack, HeardMessages heard, LinkStates states, SlackStart start)
    {
        _slack = slack;
        _heard = heard;
        _states = states;
        _start = start;
    }

    public string Schedule => "45 */2 * * * *";

    public bool IsLong => true;

    public async Task RunAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        if (_slack.Workspace is not { Team: var team })
            return;
        await foreach (var message in _heard.LostAsync(team, cancellation))
            await _start.BeginAsync(durable, message, cancellation);
        await _heard.SweepAsync(team, cancellation);
        await _states.SweepAsync(cancellation);
    }
}
