namespace Onbehalf.Channels.Slack.Web;

/// <summary>The status of an agent session. <see cref="Processing"/> shows Slack's Stop button.</summary>
internal enum SlackSessionStatus
{
    Active,
    Processing,
}
