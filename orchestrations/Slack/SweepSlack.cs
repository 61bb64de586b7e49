using Microsoft.DurableTask.Client;
using Onbehalf.Channels.Slack;
using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>
/// Starts work that a crashed process had stored but not started, retries what Slack did not permit (the deletion of withdrawn shares, the
/// replacement of decided cards), and deletes expired rows.
/// </summary>
public sealed class SweepSlack : IChore
{
    /// <summary>Margin: the link is created some time after its message is stored.</summary>
    private static readonly TimeSpan Spare = TimeSpan.FromMinutes(5);

    private readonly SlackSwitch _slack;
    private readonly HeardMessages _heard;
    private readonly LinkStates _states;
    private readonly SlackStart _start;
    private readonly SlackEcho _echo;
    private readonly SlackShareEnding _shareEnding;
    private readonly SlackAsks _asks;
    private readonly SlackPosts _posts;

    internal SweepSlack(
        SlackSwitch slack,
        HeardMessages heard,
        LinkStates states,
        SlackStart start,
        SlackEcho echo,
        SlackShareEnding shareEnding,
        SlackAsks asks,
        SlackPosts posts)
    {
        _slack = slack;
        _heard = heard;
        _states = states;
        _start = start;
        _echo = echo;
        _shareEnding = shareEnding;
        _asks = asks;
        _posts = posts;
    }

    public string Schedule => "45 */2 * * * *";

    public bool IsLong => true;

    public Task<bool> IsNeededAsync(CancellationToken cancellation) => Task.FromResult(_slack.IsOn);

    public async Task RunAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        if (_slack.Workspace is not { Team: var team })
            return;
        await foreach (var message in _heard.LostAsync(team, cancellation))
            await _start.BeginAsync(durable, message, cancellation);
        await _echo.SweepAsync(durable, team, cancellation);
        await _shareEnding.SweepAsync(team, cancellation);
        await _heard.SweepAsync(team, waiting: LinkState.Lifetime + Spare, cancellation);
        await _states.SweepAsync(cancellation);
        await _posts.SweepAsync(cancellation);
        await _asks.SweepAsync(cancellation);
    }
}
