using Onbehalf.Ids;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>The Slack thread of a conversation.</summary>
/// <param name="Direct">The Slack user of the direct messages; null in a channel.</param>
/// <param name="Owner">The person of that Slack user when it was created; null in a channel.</param>
internal sealed record SlackThreadPlace(ThreadId Thread, SlackTeamId Team, SlackChannelId Channel, SlackTs Root, SlackUserId? Direct, SubjectId? Owner)
{
    public SlackPlace Place => new(Team, Channel, Root);

    /// <summary>The origin of this app when the conversation was created. Links use it.</summary>
    public Uri? Origin { get; init; }
}
