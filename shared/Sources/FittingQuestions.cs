using System.Collections.Immutable;

namespace Onbehalf.Sources;

/// <summary>
/// Builds the questions of a person's start page from their own current catalogues. Each question uses only a table and columns that this person may read.
/// </summary>
internal static class FittingQuestions
{
    private const int Most = 3;
    private const int LongestName = 40;

    private static readonly string[] Kinds = ["category", "department", "stage", "priority", "status", "type", "industry", "country", "region"];

    public static ImmutableArray<string> Of(IEnumerable<VisibleCatalog> catalogs)
    {
        // Tables with a key and a number or a date, because people ask about those, not about lists of names.
        var tables = catalogs.SelectMany(static catalog => catalog.Tables)
            .Where(static table => IsSpeakable(table.Name) && table.Columns.Any(static column => column.Name == "id"))
            .Where(static table => Number(table) is not null || table.Columns.Any(static column => IsOf(column, "date", "timestamp")))
            .OrderBy(static table => Number(table) is null ? 1 : 0).ThenByDescending(static table => table.Columns.Length)
            .ToArray();
        return [.. tables.Select(Question).OfType<string>().Distinct().Take(Most)];
    }

    private static string? Question(VisibleTable table)
    {
        var name = Plain(table.Name);
        var isClosed = table.Columns.Any(static column => column.Name == "closed_on");
        return (Number(table), Kind(table)) switch
        {
            ({ } number, _) when isClosed => $"top 5 open {name} by {Plain(number)}",
            ({ } number, { } kind) => $"average {Plain(number)} of {name} by {kind}",
            (null, { } kind) => $"how many {(isClosed ? "open " : "")}{name} by {kind}",
            _ => null,
        };
    }

    private static string? Kind(VisibleTable table) => Kinds.FirstOrDefault(kind => table.Columns.Any(column => column.Name == kind));

    private static string? Number(VisibleTable table) => table.Columns.FirstOrDefault(static column =>
        column.Name != "id" && !column.Name.EndsWith("_id", StringComparison.Ordinal) && IsSpeakable(column.Name) && IsOf(column, "numeric", "money"))?.Name;

    private static bool IsOf(VisibleColumn column, params ReadOnlySpan<string> types)
    {
        foreach (var type in types)
        {
            if (column.Type.StartsWith(type, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    /// <summary>Returns true for a name of plain words, because the name becomes part of a sentence.</summary>
    private static bool IsSpeakable(string name) =>
        name.Length is > 1 and <= LongestName && name.All(static letter => char.IsAsciiLetterLower(letter) || letter == '_');

    private static string Plain(string name) => name.Replace('_', ' ');
}
