namespace Onbehalf.Channels.Slack.Web;

/// <summary>Whose token it is: what <c>auth.test</c> says.</summary>
internal sealed record SlackBot(SlackTeamId Team, SlackUserId User, string BotId, SlackTeamId? Enterprise);
