namespace Onbehalf.Channels.Slack.Web;

/// <summary>The state of an agent session; <see cref="Processing"/> shows Slack's own Stop button.</summary>
internal enum SlackSessionStatus
{
    Active,
    Processing,
}
