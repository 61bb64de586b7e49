using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace Onbehalf.Audit;

/// <summary>
/// Encodes the lists of a record as text for one property of a row (64 KiB, so 32,768 characters). The text is a JSON array of strings. Columns
/// that are too long for it become a JSON object with the columns of each relation. Longer lists are truncated with a mark.
/// </summary>
internal static class AuditLists
{
    public const int Longest = 30_000;

    private const string Cut = "…";

    public static string? Write(IEnumerable<string>? items)
    {
        var list = Visible(items);
        if (list.Length == 0)
            return null;
        var text = JsonSerializer.Serialize(list);
        return text.Length <= Longest ? text : JsonSerializer.Serialize(Fitting(list));
    }

    /// <param name="columns">Each has the form <c>relation.column</c>.</param>
    public static string? WriteColumns(IEnumerable<string>? columns, IEnumerable<string>? relations)
    {
        var list = Visible(columns);
        if (list.Length == 0)
            return null;
        var text = JsonSerializer.Serialize(list);
        if (text.Length <= Longest)
            return text;
        var known = Visible(relations).OrderByDescending(static relation => relation.Length).ToArray();
        var grouped = list.GroupBy(column => known.FirstOrDefault(relation => column.StartsWith(relation + '.', StringComparison.Ordinal)) ?? "")
            .OrderBy(static of => of.Key, StringComparer.Ordinal)
            .Select(static of => KeyValuePair.Create(of.Key, of.Select(column => of.Key.Length == 0 ? column : column[(of.Key.Length + 1)..]).ToArray()));
        return JsonSerializer.Serialize(Fitting(grouped));
    }

    public static ImmutableArray<string> Read(string? json)
    {
        try
        {
            return json switch
            {
                null => [],
                ['{', ..] =>
                [
                    .. JsonSerializer
                        .Deserialize<Dictionary<string, string[]>>(json)!
                        .SelectMany(static of => of.Value.Select(column => of.Key is "" or Cut ? column : $"{of.Key}.{column}"))
                        .Order(StringComparer.Ordinal),
                ],
                _ => JsonSerializer.Deserialize<ImmutableArray<string>>(json),
            };
        }
        catch (JsonException)
        {
            return [];
        }
    }

    private static string[] Visible(IEnumerable<string>? items) => items?.Select(static item => AuditText.Visible(item)!).ToArray() ?? [];

    private static List<string> Fitting(string[] list)
    {
        var (kept, length) = (new List<string>(), 0);
        foreach (var item in list)
        {
            length += JsonSerializer.Serialize(item).Length + 1;
            if (length > Longest)
                break;
            kept.Add(item);
        }

        kept.Add(More(list.Length - kept.Count));
        return kept;
    }

    private static Dictionary<string, string[]> Fitting(IEnumerable<KeyValuePair<string, string[]>> grouped)
    {
        var (kept, length, left) = (new Dictionary<string, string[]>(StringComparer.Ordinal), 0, 0);
        foreach (var (relation, columns) in grouped)
        {
            length += JsonSerializer.Serialize(relation).Length + JsonSerializer.Serialize(columns).Length + 2;
            if (length > Longest)
                left += columns.Length;
            else
                kept[relation] = columns;
        }

        if (left > 0)
            kept[Cut] = [More(left)];
        return kept;
    }

    private static string More(int count) => string.Create(CultureInfo.InvariantCulture, $"{Cut} and {count} more");
}
