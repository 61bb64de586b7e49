using Azure;

namespace Onbehalf.Channels.Slack.Linking;

/// <summary>A linking under way: for one Slack user, from one thread, once, for ten minutes. Kept under the hash of what the button's address holds.</summary>
internal sealed record LinkState(string Hash, SlackTeamId Team, SlackUserId User, SlackPlace Place, DateTimeOffset ExpiresAt, ETag ETag)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>The message that waits for it; null where a card was opened.</summary>
    public SlackTs? Asked { get; init; }

    /// <summary>Null until somebody has signed in with Slack as <see cref="User"/>.</summary>
    public ProvenSlackUser? Proven { get; init; }
}

/// <param name="Browser">Hash of what only that browser holds.</param>
/// <param name="Team">The workspace in which they signed in.</param>
internal sealed record ProvenSlackUser(string Browser, SlackTeamId Team, string Name, string Workspace, DateTimeOffset At);
