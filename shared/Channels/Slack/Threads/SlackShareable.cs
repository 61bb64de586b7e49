using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>An answer as its asker could post it to its channel now.</summary>
internal abstract record SlackShareable
{
    private SlackShareable()
    {
    }

    /// <param name="Frozen">What is posted, for the linked members in the web app.</param>
    /// <param name="Posts">Exactly what is posted.</param>
    public sealed record Found(OwnAnswer Answer, FrozenReply Frozen, SlackThreadPlace Place, SlackRoom.Open Room, ImmutableArray<SlackPost> Posts) : SlackShareable
    {
        /// <summary>Of these messages for these readers: whoever comes into a private channel makes it another. The readers of a public channel are the workspace.</summary>
        public string Hash { get; } = LinkStates.HashOf(JsonSerializer.Serialize(new
        {
            answer = Answer.PreviewHash,
            channel = Place.Channel.Value,
            readers = Room.IsPrivate ? Room.Members.Select(static one => one.Value).Order(StringComparer.Ordinal).ToArray() : ["*"],
            posts = Posts.Select(static post => new { post.Text, blocks = JsonSerializer.Serialize(post.Blocks.ToArray(), SlackForm.Json) }),
        }));
    }

    public sealed record Refused(string Reason) : SlackShareable;

    /// <summary>Slack cannot be asked who would read it.</summary>
    public sealed record Unclear : SlackShareable;
}
