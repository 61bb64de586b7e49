using System.Text;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Search;

/// <summary>The searchable text of a message for one viewer. It is built from the viewer's own view, so withheld rows are not in it.</summary>
internal static class SearchedText
{
    /// <summary>Null when the viewer does not see the message.</summary>
    public static string? Of(VisibleMessage message) =>
        message switch
        {
            VisibleMessage.Typed { Message: { Files.IsEmpty: false } withFiles } =>
                $"{withFiles.Text}\n{string.Join('\n', withFiles.Files.Select(static file => file.Name))}",
            VisibleMessage.Typed typed => typed.Message.Text,
            VisibleMessage.Open open => Of(open.Reply),
            _ => null,
        };

    private static string Of(Reply reply)
    {
        var text = new StringBuilder(reply.Text);
        foreach (var block in reply.Blocks)
        {
            Line(text, block.Title);
            Line(text, block.Text);
            if (block.Result is { } table)
                Rows(text, table);
        }

        return text.Length <= SearchLimits.LongestText ? text.ToString() : text.ToString(0, SearchLimits.LongestText);
    }

    private static void Rows(StringBuilder text, ResultTable table)
    {
        foreach (var row in table.Rows)
        {
            if (text.Length > SearchLimits.LongestText)
                return;
            Line(text, string.Join(" · ", row.Select(Cell).Where(static cell => cell.Length > 0)));
        }
    }

    private static string Cell(object? cell) => cell switch
    {
        null or JsonElement { ValueKind: JsonValueKind.Null } => "",
        JsonElement { ValueKind: JsonValueKind.String } json => json.GetString()!,
        IFormattable number => number.ToString(null, System.Globalization.CultureInfo.InvariantCulture),
        _ => cell.ToString() ?? "",
    };

    private static void Line(StringBuilder text, string? line)
    {
        if (!string.IsNullOrEmpty(line) && text.Length <= SearchLimits.LongestText)
            text.Append('\n').Append(line);
    }
}
