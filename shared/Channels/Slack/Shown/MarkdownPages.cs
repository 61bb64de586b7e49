using System.Collections.Immutable;
using System.Text;

namespace Onbehalf.Channels.Slack.Shown;

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
