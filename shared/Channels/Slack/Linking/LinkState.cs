using Azure;

namespace Onbehalf.Channels.Slack.Linking;

/// <summary>
/// The state of a linking for one Slack user and thread. It is valid once, for ten minutes. Its key is the hash of the secret in the
/// button's address.
/// </summary>
internal sealed record LinkState(string Hash, SlackTeamId Team, SlackUserId User, SlackPlace Place, DateTimeOffset ExpiresAt, ETag ETag)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>The message that waits for the link; null when a card was opened.</summary>
    public SlackTs? Asked { get; init; }

    /// <summary>The proven Slack user; null before a sign-in with Slack as <see cref="User"/>.</summary>
    public ProvenSlackUser? Proven { get; init; }
}

/// <param name="Browser">Hash of the browser's secret.</param>
/// <param name="Team">The workspace of the sign-in.</param>
internal sealed record ProvenSlackUser(string Browser, SlackTeamId Team, string Name, string Workspace, DateTimeOffset At);
