using Onbehalf.Channels.Slack.Web;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>Why a delivery is not done.</summary>
internal abstract record SlackPause
{
    private SlackPause()
    {
    }

    public sealed record Until(TimeSpan Wait) : SlackPause;

    /// <summary>What Slack refuses it refuses again.</summary>
    public sealed record Never(string Code) : SlackPause;

    /// <summary>Null for what is done. Throws where Slack cannot be reached, so that it is tried again.</summary>
    public static SlackPause? Of<T>(SlackOutcome<T> outcome) => outcome switch
    {
        SlackOutcome<T>.RateLimited limited => new Until(limited.RetryAfter),
        SlackOutcome<T>.Unreachable => throw new HttpRequestException("Slack cannot be reached."),
        SlackOutcome<T>.Refused refused => new Never(refused.Code),
        _ => null,
    };
}
