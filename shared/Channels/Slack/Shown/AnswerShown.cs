using System.Collections.Immutable;
using System.Text;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Shown;

/// <summary>
/// Renders an answer for one viewer as Slack messages: the text, then each table. Slack allows one table per message. Content that Slack
/// cannot show is linked to the web app.
/// </summary>
internal static class AnswerShown
{
    /// <param name="web">The address of the thread in the web app.</param>
    public static ImmutableArray<SlackPost> Of(VisibleMessage.Open open, Uri web)
    {
        var messages = Words(open.Reply.Text).ToBuilder();
        messages.AddRange(Blocks(open, web));
        if (messages.Count == 0)
            messages.Add(new("The agent has nothing to say.", [Section("The agent has nothing to say.")]));
        messages[^1] = Footed(messages[^1], open, web);
        return messages.ToImmutable();
    }

    /// <summary>Returns the messages after a text that was already posted, such as a streamed one: tables, charts and the line about its steps.</summary>
    public static ImmutableArray<SlackPost> Rest(VisibleMessage.Open open, Uri web)
    {
        var messages = Blocks(open, web).ToBuilder();
        if (messages.Count == 0)
            messages.Add(new(Notification("Answered."), []));
        messages[^1] = Footed(messages[^1], open, web);
        return messages.ToImmutable();
    }

    /// <summary>Returns as much of a reply's tables as Slack shows.</summary>
    public static FrozenReply Cut(FrozenReply frozen) =>
        frozen with { Blocks = [.. frozen.Blocks.Select(static block => block.Result is { } result ? block with { Result = TableShown.Cut(result) } : block)] };

    /// <summary>Returns the exact content of a share. The frozen text already shows link targets and has no invisible characters.</summary>
    /// <param name="frozen">The whole reply. The text says what is left out of its tables; <see cref="Cut"/> leaves it out of the share.</param>
    public static ImmutableArray<SlackPost> Of(FrozenReply frozen, string sharedBy, Uri web)
    {
        var messages = Words(frozen.Text).ToBuilder();
        foreach (var block in frozen.Blocks)
            messages.AddRange(One(block, withRows: true, web, "The rest is not shared."));
        if (messages.Count == 0)
            messages.Add(new(Notification("Shared."), []));
        var last = messages[^1];
        messages[^1] = last with
        {
            Blocks = last.Blocks.Add(new SlackBlock.Context([SlackTextObject.Mrkdwn(SlackEscape.Line($"Shared by {sharedBy}", SlackLimits.StepTitle))])),
        };
        return messages.ToImmutable();
    }

    /// <summary>Returns the pages of a text. Slack refuses a message without a visible character.</summary>
    public static ImmutableArray<SlackPost> Words(string markdown) =>
        [
            .. MarkdownPages.Of(markdown, SlackLimits.Markdown)
                .Where(static page => !string.IsNullOrWhiteSpace(page))
                .Select(static page => new SlackPost(Notification(page), [new SlackBlock.Markdown(page)])),
        ];

    /// <summary>Returns the first line of a text, for a notification.</summary>
    internal static string Notification(string escaped)
    {
        var line = escaped.AsSpan().TrimStart().ToString().Split('\n')[0];
        // The text is escaped already. The cut must not split an entity.
        if (line.Length <= SlackLimits.Notification)
            return line.Replace(">", "&gt;", StringComparison.Ordinal);
        var cut = SlackEscape.Cut(line, SlackLimits.Notification);
        var entity = cut.LastIndexOf('&');
        return (entity >= 0 && cut.IndexOf(';', entity) < 0 ? cut[..entity] + "…" : cut).Replace(">", "&gt;", StringComparison.Ordinal);
    }

    private static ImmutableArray<SlackPost> Blocks(VisibleMessage.Open open, Uri web) =>
        [.. open.Reply.Blocks.SelectMany(block => One(block, !open.RowsWithheld, web, Link(web, "All of it is in the web app")))];

    /// <param name="rest">Where the rows are that Slack does not show.</param>
    private static IEnumerable<SlackPost> One(Block block, bool withRows, Uri web, string rest)
    {
        var title =
            SlackEscape.Line(block.Title ?? "", SlackLimits.StepTitle) is { Length: > 0 } named ? named
            : block.Kind is BlockKind.Chart ? "Chart"
            : "Table";
        if (block.Kind is BlockKind.Text)
        {
            foreach (var page in Words(block.Title is null ? block.Text ?? "" : $"**{block.Title}**\n\n{block.Text}"))
                yield return page;
        }
        else if (withRows && block.Result is { } result && TableShown.Of(result) is var (table, leftOut))
        {
            ImmutableArray<SlackBlock> blocks = [Section($"*{title}*"), table];
            yield return new(title, leftOut is null ? blocks : [.. blocks, Context($"{leftOut} {rest}")]);
        }
        else
        {
            yield return new(title, [Section($"*{title}*"), Context($"Its rows depend on who asks. {Link(web, "Open it as yourself")}")]);
        }
    }

    private static SlackPost Footed(SlackPost message, VisibleMessage.Open open, Uri web)
    {
        var line = StepShown.Line(open.Reply);
        var status = open.Reply.Status switch
        {
            ReplyStatus.Completed => null,
            ReplyStatus.Refused => "Refused",
            ReplyStatus.Failed => "Failed",
            ReplyStatus.Stopped => "Stopped",
            _ => throw new InvalidOperationException($"{open.Reply.Status} is no status of a reply."),
        };
        var text = string.Join(" · ", new[] { status, open.IsShared ? "Shared" : null, line, Link(web, "Open in the web app") }.OfType<string>());
        return message with { Blocks = message.Blocks.Add(Context(text)) };
    }

    /// <summary>Returns a link to this app's origin, with a label that describes its target.</summary>
    internal static string Link(Uri address, string label) =>
        $"<{address.AbsoluteUri.Replace("|", "%7C", StringComparison.Ordinal).Replace(">", "%3E", StringComparison.Ordinal).Replace("&", "&amp;", StringComparison.Ordinal)}|{label}>";

    private static SlackBlock.Section Section(string mrkdwn) => new(SlackTextObject.Mrkdwn(mrkdwn));

    private static SlackBlock.Context Context(string mrkdwn) => new([SlackTextObject.Mrkdwn(mrkdwn)]);
}

/// <summary>
/// Splits a long Markdown text into pages within Slack's limit, each escaped. A page ends at a paragraph if possible, else at a line, a
/// word or a character. A code fence across a cut is closed there and reopened on the next page.
/// </summary>
internal static class MarkdownPages
{
    private const int FenceRoom = 40;

    public static ImmutableArray<string> Of(string markdown, int longest)
    {
        var pages = ImmutableArray.CreateBuilder<string>();
        var rest = SlackEscape.Markdown(markdown).Trim('\n');
        var opening = "";
        while (rest.Length > 0)
        {
            var room = longest - FenceRoom - opening.Length;
            var end = rest.Length <= room ? rest.Length : EndOf(rest, room);
            var page = opening + rest[..end];
            rest = rest[end..].TrimStart('\n');
            var fence = rest.Length > 0 ? MarkdownFence.OpenAt(page) : null;
            pages.Add(fence is null ? page.TrimEnd('\n') : $"{page.TrimEnd('\n')}\n{fence}");
            opening = fence is { Length: < FenceRoom / 2 } ? fence + "\n" : "";
        }

        return pages.ToImmutable();
    }

    /// <summary>
    /// Returns the position of the cut: at most <paramref name="room"/>, and not within an entity, a surrogate pair or a short run of fence marks.
    /// </summary>
    private static int EndOf(string text, int room)
    {
        var at = text.LastIndexOf("\n\n", room - 1, room, StringComparison.Ordinal);
        if (at < room / 4)
            at = text.LastIndexOf('\n', room - 1, room);
        if (at < room / 4)
            at = text.LastIndexOf(' ', room - 1, room);
        if (at >= room / 4)
            return at + 1;
        at = room;
        var entity = text.LastIndexOf('&', at - 1, Math.Min(at, 8));
        if (entity > 0 && text.IndexOf(';', entity) is var end && end >= at && end - entity < 8)
            return entity;
        var marks = text[at] is '`' or '~' ? text.AsSpan(0, at).TrimEnd(text[at]).Length : at;
        if (marks > room / 4)
            at = marks;
        return char.IsHighSurrogate(text[at - 1]) ? at - 1 : at;
    }
}
