using System.Collections.Immutable;
using Onbehalf.Channels.Slack.Shown;

namespace Onbehalf.Channels.Slack.Web;

/// <summary>What is posted. <paramref name="Text"/> is mrkdwn for notifications and for clients that show no blocks.</summary>
internal sealed record SlackPost(string Text, ImmutableArray<SlackBlock> Blocks)
{
    /// <summary>A Work Object: a card for everyone, and a pane that each person opens as themselves.</summary>
    public SlackEntity? Entity { get; init; }

    public static SlackPost Of(string mrkdwn) => new(mrkdwn, [new SlackBlock.Section(SlackTextObject.Mrkdwn(mrkdwn))]);

    public override string ToString() => nameof(SlackPost);
}
