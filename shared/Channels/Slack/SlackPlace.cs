namespace Onbehalf.Channels.Slack;

/// <summary>Where a message stands: a channel of a team and, in a thread, the thread's first message.</summary>
internal readonly record struct SlackPlace(SlackTeamId Team, SlackChannelId Channel, SlackTs? Thread = null);
