namespace Onbehalf.Channels.Slack;

/// <summary>The place of a message: a channel of a team and, in a thread, the thread's first message.</summary>
internal readonly record struct SlackPlace(SlackTeamId Team, SlackChannelId Channel, SlackTs? Thread = null);
