using System.Collections.Concurrent;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>Back-off per method and team: after a 429, calls are not sent until its time is over.</summary>
internal sealed class SlackRates(TimeProvider time)
{
    /// <summary>Upper bound of a wait. Without it, a wrong header could silence the app for a day.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);

    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<(string Method, SlackTeamId Team), DateTimeOffset> _until = new();

    public TimeSpan? WaitOf(string method, SlackTeamId team)
    {
        if (!_until.TryGetValue((method, team), out var until))
            return null;
        var wait = until - time.GetUtcNow();
        if (wait > TimeSpan.Zero)
            return wait;
        _until.TryRemove(new((method, team), until));
        return null;
    }

    public TimeSpan Limit(string method, SlackTeamId team, HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => Usual,
        };
        wait = wait < TimeSpan.FromSeconds(1) ? TimeSpan.FromSeconds(1) : wait > Longest ? Longest : wait;
        _until[(method, team)] = time.GetUtcNow() + wait;
        return wait;
    }
}
