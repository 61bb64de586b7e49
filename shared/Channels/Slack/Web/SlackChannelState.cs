namespace Onbehalf.Channels.Slack.Web;

/// <summary>A channel as <c>conversations.info</c> describes it.</summary>
internal sealed record SlackChannelState(SlackChannelId Id)
{
    public bool IsGroupDirect { get; init; }

    public bool IsPrivate { get; init; }

    public bool IsArchived { get; init; }

    /// <summary>True when the channel is shared by Slack Connect, or a share is pending.</summary>
    public bool IsShared { get; init; }
}
