namespace Onbehalf.Channels.Slack.Web;

/// <summary>A message that was posted to Slack.</summary>
internal sealed record SlackPosted(SlackChannelId Channel, SlackTs Ts);
