using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>An answer that its asker can share to its channel, or the reason why not.</summary>
internal abstract record SlackShareable
{
    private SlackShareable()
    {
    }

    /// <param name="Frozen">The posted content, for the linked members in the web app.</param>
    /// <param name="Posts">The exact messages to post.</param>
    public sealed record Found(OwnAnswer Answer, FrozenReply Frozen, SlackThreadPlace Place, SlackRoom.Open Room, ImmutableArray<SlackPost> Posts)
        : SlackShareable
    {
        /// <summary>
        /// The hash of the messages and their audience. In a private channel, it changes with the members. The audience of a public channel
        /// is the workspace.
        /// </summary>
        public string Hash { get; } = LinkStates.HashOf(JsonSerializer.Serialize(new
        {
            answer = Answer.PreviewHash,
            channel = Place.Channel.Value,
            readers = Room.IsPrivate ? Room.Members.Select(static one => one.Value).Order(StringComparer.Ordinal).ToArray() : ["*"],
            posts = Posts.Select(static post => new { post.Text, blocks = JsonSerializer.Serialize(post.Blocks.ToArray(), SlackForm.Json) }),
        }));
    }

    public sealed record Refused(string Reason) : SlackShareable;

    /// <summary>Slack is unavailable, so the audience is unknown.</summary>
    public sealed record Unclear : SlackShareable;
}
