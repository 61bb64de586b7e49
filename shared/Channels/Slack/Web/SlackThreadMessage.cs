namespace Onbehalf.Channels.Slack.Web;

/// <summary>A message of our bot, found again: by the key it was posted under, or by its text while it has none.</summary>
internal sealed record SlackThreadMessage(SlackTs Ts, string? Key, string Text);
