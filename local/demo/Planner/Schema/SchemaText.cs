using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Onbehalf.Demo.Planner.Schema;

/// <summary>
/// Parses the output of <c>describe_data</c>: <c>source company (…)</c>, then a line per table, <c>- company.deals(id integer, amount
/// numeric(12,2)); its rows in words; customer_id -> company.customers.id</c>.
/// </summary>
internal static partial class SchemaText
{
    public static KnownSchema Read(string text)
    {
        var tables = ImmutableArray.CreateBuilder<KnownTable>();
        var source = "";
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            if (SourceLine().Match(line) is { Success: true } named)
            {
                source = named.Groups[1].Value;
            }
            else if (source.Length > 0 && TableLine().Match(line) is { Success: true } table)
            {
                tables.Add(Table(source, table.Groups[1].Value, line[table.Length..]));
            }
        }

        return new(tables.ToImmutable());
    }

    private static KnownTable Table(string source, string name, string rest)
    {
        var columns = ImmutableArray.CreateBuilder<KnownColumn>();
        var depth = 0;
        var start = 0;
        var at = 0;
        for (; at < rest.Length && depth >= 0; at++)
        {
            depth += rest[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if ((rest[at] == ',' && depth == 0) || depth < 0)
            {
                columns.Add(Column(rest[start..at].Trim()));
                start = at + 1;
            }
        }

        var references = Reference()
            .Matches(rest[at..])
            .Select(static match => new KnownReference(match.Groups[1].Value, match.Groups[2].Value, match.Groups[3].Value));
        return new(source, name, [.. columns.Where(static column => column.Name.Length > 0)], [.. references]);
    }

    private static KnownColumn Column(string text)
    {
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        return space < 0 ? new(text, ColumnKind.Text) : new(text[..space], Kind(text[(space + 1)..].ToLowerInvariant()));
    }

    private static ColumnKind Kind(string type) => type switch
    {
        _ when type.StartsWith("bool", StringComparison.Ordinal) => ColumnKind.Boolean,
        _ when type.StartsWith("date", StringComparison.Ordinal) || type.StartsWith("timestamp", StringComparison.Ordinal) => ColumnKind.Day,
        _ when Numeric().IsMatch(type) => ColumnKind.Number,
        _ => ColumnKind.Text,
    };

    [GeneratedRegex(@"^source ([a-z0-9-]+)\b")]
    private static partial Regex SourceLine();

    [GeneratedRegex(@"^- ([^\s(]+)\(")]
    private static partial Regex TableLine();

    [GeneratedRegex(@"; (\w+) -> ([\w.]+)\.(\w+)")]
    private static partial Regex Reference();

    [GeneratedRegex(@"^(small|big)?int|^numeric|^decimal|^real|^double|^float|^number|^money")]
    private static partial Regex Numeric();
}
