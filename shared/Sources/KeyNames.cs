using System.Text.RegularExpressions;
using Onbehalf.Evidence;
using Onbehalf.Sources.Postgres;

namespace Onbehalf.Sources;

/// <summary>Writes the query for the names of the rows that foreign keys refer to.</summary>
public static partial class KeyNames
{
    private const int LongestValue = 64;

    private static readonly string[] Names = ["name", "full_name", "display_name", "title", "label", "username"];
    private static readonly string[] Endings = ["_name", "_title"];

    /// <summary>
    /// Returns a query for pairs of key and name. Null if the catalogue has no such key, or its table has no column of names. Only values of
    /// letters, digits and a few signs are asked for, because they become literals.
    /// </summary>
    public static string? Query(VisibleCatalog catalog, ReferredKey key, IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(key);
        var asked = values.Where(static value => value is { Length: <= LongestValue } && Plain().IsMatch(value)).Distinct(StringComparer.Ordinal).ToArray();
        if (asked.Length == 0
            || catalog.Tables.FirstOrDefault(table => table.QualifiedName == key.Table) is not { } table
            || table.Columns.All(column => column.Name != key.Column)
            || NameOf(table) is not { } name
            || name == key.Column)
            return null;
        var relation = table.Schema.Length == 0 ? Quote.Name(table.Name) : $"{Quote.Name(table.Schema)}.{Quote.Name(table.Name)}";
        return $"SELECT {Quote.Name(key.Column)}, {Quote.Name(name)} FROM {relation} WHERE {Quote.Name(key.Column)} IN ({string.Join(", ", asked.Select(static value => $"'{value}'"))})";
    }

    private static string? NameOf(VisibleTable table)
    {
        var texts = table.Columns.Where(static column => Text().IsMatch(column.Type)).Select(static column => column.Name).ToArray();
        return Names
                .Select(name => texts.FirstOrDefault(text => name.Equals(text, StringComparison.OrdinalIgnoreCase)))
                .FirstOrDefault(static found => found is not null)
            ?? texts.FirstOrDefault(static column => Endings.Any(ending => column.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
    }

    [GeneratedRegex(@"^[A-Za-z0-9_.:@+-]+\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Plain();

    [GeneratedRegex(
        @"^(text|citext|(n?var)?char(acter( varying)?)?|bpchar|name)(\(\d+\))?$",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Text();
}
