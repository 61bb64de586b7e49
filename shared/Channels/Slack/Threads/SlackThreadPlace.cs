using Onbehalf.Ids;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>The Slack thread that a conversation is.</summary>
/// <param name="Direct">Whose direct messages they are; null in a channel.</param>
/// <param name="Owner">The person who was that Slack user when it began; null in a channel.</param>
internal sealed record SlackThreadPlace(ThreadId Thread, SlackTeamId Team, SlackChannelId Channel, SlackTs Root, SlackUserId? Direct, SubjectId? Owner)
{
    public SlackPlace Place => new(Team, Channel, Root);

    /// <summary>Of this app, as Slack reached it when the conversation began: where links lead.</summary>
    public Uri? Origin { get; init; }
}
