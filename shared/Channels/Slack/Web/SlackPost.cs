using System.Collections.Immutable;
using Onbehalf.Channels.Slack.Shown;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>A message to post. <paramref name="Text"/> is mrkdwn for notifications and for clients without blocks.</summary>
internal sealed record SlackPost(string Text, ImmutableArray<SlackBlock> Blocks)
{
    /// <summary>The Work Object: a card for everybody, and a pane that each person opens with their own rights.</summary>
    public SlackEntity? Entity { get; init; }

    public static SlackPost Of(string mrkdwn) => new(mrkdwn, [new SlackBlock.Section(SlackTextObject.Mrkdwn(mrkdwn))]);

    public override string ToString() => nameof(SlackPost);
}
