namespace Onbehalf.Channels.Slack.Web;

/// <summary>A message of the bot that was found in Slack. It is identified by its key, or by its text when it has no key.</summary>
internal sealed record SlackThreadMessage(SlackTs Ts, string? Key, string Text);
