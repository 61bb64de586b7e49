using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Visibility;

namespace Onbehalf.Channels.Slack.Shown;

/// <summary>Renders rows as a table block, within Slack's limits. A note says what is left out.</summary>
internal static class TableShown
{
    private const string Nothing = "–";

    public static (SlackBlock.Table Table, string? LeftOut)? Of(ResultTable result)
    {
        var columns = result.Columns.Take(SlackLimits.TableColumns).ToImmutableArray();
        if (columns.IsEmpty)
            return null;
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<SlackCell>>();
        rows.Add([.. columns.Select(static column => Cell(column.Name))]);
        var text = rows[0].Sum(static cell => cell.Text.Length);
        foreach (var row in result.Rows)
        {
            ImmutableArray<SlackCell> cells = [.. columns.Select((_, at) => Cell(at < row.Length ? Text(row[at]) : null))];
            text += cells.Sum(static cell => cell.Text.Length);
            if (rows.Count == SlackLimits.TableRows || text > SlackLimits.TableText)
                break;
            rows.Add(cells);
        }

        ImmutableArray<SlackColumn> settings =
        [
            .. columns.Select(static column => new SlackColumn(column.Kind == "number" ? SlackAlign.Right : SlackAlign.Left, column.Kind is "text" or "json")),
        ];
        return (new(rows.ToImmutable(), settings), LeftOut(result, rows.Count - 1, columns.Length));
    }

    /// <summary>Of the rows, what the table block shows: the rest is not there at all.</summary>
    public static ResultTable Cut(ResultTable result)
    {
        if (Of(result) is not var (table, _))
            return result with { Rows = [], Truncated = result.Truncated || !result.Rows.IsEmpty };
        var (rows, columns) = (table.Rows.Length - 1, table.Rows[0].Length);
        return result with
        {
            Columns = [.. result.Columns.Take(columns).Select(static column => column with { Name = SlackEscape.Cut(column.Name, SlackLimits.CellText) })],
            Rows = [.. result.Rows.Take(rows).Select(row => row.Take(columns).Select(Short).ToImmutableArray())],
            Truncated = result.Truncated || rows < result.Rows.Length || columns < result.Columns.Length,
        };
    }

    /// <summary>A cell that is longer than Slack shows becomes the text that it shows.</summary>
    private static object? Short(object? cell) => Text(cell) is { Length: > SlackLimits.CellText } text ? Cell(text).Text : cell;

    private static string? LeftOut(ResultTable result, int rows, int columns)
    {
        var parts = new List<string>();
        if (rows < result.Rows.Length)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"the first {rows} of {result.Rows.Length} rows"));
        else if (result.Truncated)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"the first {rows} rows, there are more"));
        if (columns < result.Columns.Length)
            parts.Add(string.Create(CultureInfo.InvariantCulture, $"{columns} of {result.Columns.Length} columns"));
        return parts.Count == 0 ? null : $"Shown: {string.Join("; ", parts)}.";
    }

    private static SlackCell Cell(string? text) =>
        new(SlackEscape.Cut(ShownText.Of(text ?? "").Trim(), SlackLimits.CellText) is { Length: > 0 } shown ? shown : Nothing);

    private static string? Text(object? cell) => cell switch
    {
        null => null,
        JsonElement { ValueKind: JsonValueKind.Null } => null,
        JsonElement { ValueKind: JsonValueKind.String } text => text.GetString(),
        JsonElement json => json.GetRawText(),
        bool truth => truth ? "true" : "false",
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => cell.ToString(),
    };
}
