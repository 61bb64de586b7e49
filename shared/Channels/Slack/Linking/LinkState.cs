using Azure;

namespace Onbehalf.Channels.Slack.Linking;

/// <summary>A linking under way: for one Slack user, from one thread, once, for ten minutes. Kept under the hash of what the button's address holds.</summary>
internal sealed record LinkState(string Hash, SlackTeamId Team, SlackUserId User, SlackPlace Place, DateTimeOffset ExpiresAt, ETag ETag)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Null until somebody has signed in with Slack as <see cref="User"/>.</summary>
    public ProvenSlackUser? Proven { get; init; }
}

/// <param name="Browser">Hash of what only that browser holds.</param>
internal sealed record ProvenSlackUser(string Browser, string Name, string Workspace, DateTimeOffset At);
