namespace Onbehalf.Channels.Slack.Web;

/// <summary>A channel as <c>conversations.info</c> describes it.</summary>
internal sealed record SlackChannelState(SlackChannelId Id)
{
    public bool IsGroupDirect { get; init; }

    public bool IsPrivate { get; init; }

    public bool IsArchived { get; init; }

    /// <summary>Shared with another organisation by Slack Connect, or about to be.</summary>
    public bool IsShared { get; init; }
}
