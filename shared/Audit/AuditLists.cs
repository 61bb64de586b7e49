using System.Collections.Immutable;
using System.Globalization;
using System.Text;
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

/// <summary>
/// Escapes hidden characters in external text, such as names and request shapes, before it is stored. Escaped text cannot imitate another
/// line, name or writing direction.
/// </summary>
internal static class AuditText
{
    private const int Longest = 8000;

    public static string? Visible(string? text)
    {
        if (text is null || (text.Length <= Longest && text.All(IsPlain)))
            return text;
        var visible = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (visible.Length >= Longest)
                return visible.Append('…').ToString();
            if (!HiddenCharacters.Contains(rune))
                visible.Append(rune.ToString());
            else
                visible.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }

        return visible.ToString();
    }

    private static bool IsPlain(char c) => c is >= ' ' and <= '~';
}

/// <summary>
/// Characters that a reader cannot see, or that change how others are shown: one list for cards, tool descriptions and the audit. The base is
/// Unicode's <c>Default_Ignorable_Code_Point</c> (UAX #44), plus controls, unassigned and private characters, foreign spaces and blank symbols.
/// </summary>
internal static class HiddenCharacters
{
    private const int BrailleBlank = 0x2800;
    private const int NullNoteHead = 0x1D159;

    public static bool Contains(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => true,
        UnicodeCategory.SpaceSeparator => rune.Value != ' ',
        _ => IsIgnorable(rune.Value) || rune.Value is BrailleBlank or NullNoteHead,
    };

    /// <summary>Ignorable characters in the letter and mark categories: joiners, fillers, inherent vowels, variation selectors.</summary>
    private static bool IsIgnorable(int code) =>
        code
            is 0x034F
                or 0x115F
                or 0x1160
                or 0x17B4
                or 0x17B5
                or 0x3164
                or 0xFFA0
                or (>= 0x180B and <= 0x180F)
                or (>= 0xFE00 and <= 0xFE0F)
                or (>= 0xE0100 and <= 0xE01EF);
}
