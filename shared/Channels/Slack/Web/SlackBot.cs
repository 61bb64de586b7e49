namespace Onbehalf.Channels.Slack.Web;

/// <summary>The bot of the token, as <c>auth.test</c> returns it.</summary>
internal sealed record SlackBot(SlackTeamId Team, SlackUserId User, string BotId, SlackTeamId? Enterprise);
