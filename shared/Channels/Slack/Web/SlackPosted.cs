namespace Onbehalf.Channels.Slack.Web;

/// <summary>A message that Slack holds.</summary>
internal sealed record SlackPosted(SlackChannelId Channel, SlackTs Ts);
