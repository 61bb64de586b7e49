using Onbehalf.Channels.Slack.Web;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>The reason why a delivery is not complete.</summary>
internal abstract record SlackPause
{
    private SlackPause()
    {
    }

    public sealed record Until(TimeSpan Wait) : SlackPause;

    /// <summary>A permanent refusal of Slack. There is no retry.</summary>
    public sealed record Never(string Code) : SlackPause;

    /// <summary>Returns null for a completed call. Throws when Slack is unreachable, so that the call is retried.</summary>
    public static SlackPause? Of<T>(SlackOutcome<T> outcome) => outcome switch
    {
        SlackOutcome<T>.RateLimited limited => new Until(limited.RetryAfter),
        SlackOutcome<T>.Unreachable => throw new HttpRequestException("Slack cannot be reached."),
        SlackOutcome<T>.Refused refused => new Never(refused.Code),
        _ => null,
    };
}
