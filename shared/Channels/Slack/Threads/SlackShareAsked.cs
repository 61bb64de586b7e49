namespace Onbehalf.Channels.Slack.Threads;

/// <summary>A click that posts a previewed share.</summary>
/// <param name="Hash">The hash of the previewed messages and their audience.</param>
/// <param name="Nonce">The id of the click, which all its attempts have.</param>
internal sealed record SlackShareAsked(SlackTeamId Team, SlackUserId User, string Reference, string Hash, string Nonce);
