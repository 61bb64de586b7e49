using System.Text;
using Npgsql;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Determines the error of a text from an empty twin of the visible tables (temporary tables, always rolled back). The server's messages about
/// the twin cannot mention a hidden table, column or type. A hidden name and a nonexistent one therefore get the same answer. Without the right
/// to create temporary tables, the twin consists of common tables, which the server checks nearly as well.
/// </summary>
internal static class PersonTwin
{
    public const string Path = "pg_temp, pg_catalog";

    /// <summary>A relation that exists in no database.</summary>
    private const string Nowhere = "pg_temp.onbehalf_nowhere";

    /// <summary>Returns the error of the text in the twin, or null if it is valid there.</summary>
    public static async Task<PostgresException?> CheckAsync(
        NpgsqlConnection connection,
        VisibleCatalog catalog,
        string sql,
        IReadOnlyList<SqlToken> tokens,
        IReadOnlyList<string> settings,
        CancellationToken cancellation)
    {
        var (tables, plain) = Of(sql, tokens, catalog);
        var (error, isOfTheText) = await RunAsync(
            connection,
            ["BEGIN", .. settings, .. tables.Select(Temporary)],
            $"CREATE TEMP VIEW pg_temp.onbehalf_twin AS SELECT 1 FROM (\n{plain}\n) q",
            cancellation);
        // The view itself is refused if no table had to be created before it.
        if (error is null || (isOfTheText && (tables.Count > 0 || error.SqlState is not (SqlStates.PermissionDenied or SqlStates.ReadOnly))))
            return error;
        (error, isOfTheText) = await RunAsync(
            connection, ["BEGIN READ ONLY", .. settings], GuardedQuery.Declare($"{Common(tables)}SELECT 1 FROM (\n{plain}\n) q"), cancellation);
        return isOfTheText ? error : null;
    }

    /// <summary>Returns the server's message, with type names in the form of the person's own search path.</summary>
    public static string Words(PostgresException error, VisibleCatalog catalog)
    {
        var words = error.MessageText;
        foreach (var schema in catalog.Path.Select(static schema => $"{Quote.Shown(schema)}."))
        {
            foreach (
                var type in catalog
                    .Nameable.SelectMany(static t => t.Columns)
                    .Select(static c => c.Type.Replace("[]", "", StringComparison.Ordinal))
                    .Where(type => type.StartsWith(schema, StringComparison.Ordinal))
                    .Distinct(StringComparer.Ordinal))
                words = words.Replace(type, type[schema.Length..], StringComparison.Ordinal);
        }

        return words;
    }

    /// <summary>Returns the tables of the twin, and the text with their names.</summary>
    private static (List<VisibleTable> Tables, string Text) Of(string sql, IReadOnlyList<SqlToken> tokens, VisibleCatalog catalog)
    {
        var named = tokens.Where(static t => t.IsName).Select(static t => t.Value).ToHashSet(StringComparer.Ordinal);
        var relations = RelationNames.Of(tokens).ToList();
        // Among relations with the same name, one whose schema the text names comes first, then search path order.
        var groups = catalog
            .Nameable.Where(t => named.Contains(t.Name))
            .OrderByDescending(t => named.Contains(t.Schema))
            .ThenBy(t => NameChoice.Place(catalog.Path, t.Schema))
            .GroupBy(static t => t.Name, StringComparer.Ordinal).Select(static group => group.ToList()).ToList();
        // The other namesakes get distinct names, so that their columns are not mixed up.
        var others = groups.SelectMany(static group => group.Skip(1)).Where(t => relations.Any(r => r.Schema == t.Schema && r.Name == t.Name)).ToList();
        var names = others
            .Select(static (t, i) => ((t.Schema, t.Name), $"onbehalf_other{i}"))
            .ToDictionary(static pair => pair.Item1, static pair => pair.Item2);
        return (
            [.. groups.Select(static group => group[0]), .. others.Select(t => t with { Name = names[(t.Schema, t.Name)] })],
            Unqualified(sql, tokens, catalog, relations, names));
    }

    /// <summary>Returns the error, and whether <paramref name="text"/> raised it rather than a preceding statement.</summary>
    private static async Task<(PostgresException? Error, bool IsOfTheText)> RunAsync(
        NpgsqlConnection connection, IEnumerable<string> before, string text, CancellationToken cancellation)
    {
        await using var batch = GuardedQuery.Batch(connection, [.. before, text, "ROLLBACK"]);
        try
        {
            await batch.ExecuteNonQueryAsync(cancellation);
            return (null, false);
        }
        catch (PostgresException error)
        {
            await using var end = GuardedQuery.Batch(connection, ["ROLLBACK"]);
            await end.ExecuteNonQueryAsync(cancellation);
            return (error, ReferenceEquals(error.BatchCommand, batch.BatchCommands[^2]));
        }
    }

    private static string Temporary(VisibleTable table) =>
        $"CREATE TEMP TABLE {Quote.Name(table.Name)} ({string.Join(", ", table.Columns.Select(static c => $"{Quote.Name(c.Name)} {c.Substitute ?? c.Type}"))})";

    private static string Common(List<VisibleTable> tables) =>
        tables.Count == 0
            ? ""
            : $"WITH {string.Join(", ", tables.Select(static table => $"{Quote.Name(table.Name)} AS (SELECT {string.Join(", ", table.Columns.Select(static c => $"NULL::{c.Substitute ?? c.Type} AS {Quote.Name(c.Name)}"))} WHERE false)"))} ";

    /// <summary>
    /// Removes schema names from the text, because the twin has one schema. A qualified table that the person may not name is replaced by a
    /// nonexistent one. Otherwise the server would use the twin's table of the same name from another schema, or read the hidden table.
    /// </summary>
    private static string Unqualified(
        string sql,
        IReadOnlyList<SqlToken> tokens,
        VisibleCatalog catalog,
        List<RelationName> relations,
        Dictionary<(string Schema, string Name), string> names)
    {
        var schemas = catalog.Nameable.Select(static t => t.Schema).ToHashSet(StringComparer.Ordinal);
        var nameable = catalog.Nameable.Select(static t => (t.Schema, t.Name)).ToHashSet();
        var replaced = new Dictionary<int, (int First, string Text)>();
        foreach (var relation in relations)
        {
            if (relation.Schema is { } schema && !nameable.Contains((schema, relation.Name)))
                replaced[relation.Last] = (relation.First, Nowhere);
            else if (relation.Schema is { } other && names.TryGetValue((other, relation.Name), out var name))
                replaced[relation.Last] = (relation.First, HasAlias(tokens, relation) ? name : $"{name} AS {Quote.Name(relation.Name)}");
        }

        var text = new StringBuilder(sql);
        for (var i = tokens.Count - 1; i >= 2; i--)
        {
            if (replaced.TryGetValue(i, out var instead))
            {
                var (from, to) = (tokens[instead.First].Start, tokens[i].Start + tokens[i].Typed.Length);
                text.Remove(from, to - from).Insert(from, instead.Text);
                i = instead.First;
                continue;
            }

            if (!tokens[i - 2].IsName || !tokens[i - 1].Is('.') || !schemas.Contains(tokens[i - 2].Value))
                continue;
            var first = i - 2;
            while (first >= 2 && tokens[first - 1].Is('.') && tokens[first - 2].IsName)
                first -= 2;
            text.Remove(tokens[first].Start, tokens[i].Start - tokens[first].Start);
            i = first;
        }

        return text.ToString();
    }

    /// <summary>Returns whether a relation has an alias in the text, or cannot have one.</summary>
    private static bool HasAlias(IReadOnlyList<SqlToken> tokens, RelationName relation)
    {
        var (before, next) = (tokens[relation.First - 1], relation.Last + 1 < tokens.Count ? tokens[relation.Last + 1] : default);
        return before.IsWord("table")
            || before.Is('(')
            || next.IsWord("as")
            || next.Kind == SqlTokenKind.QuotedName
            || (next.IsName && next.Value is not null && !SqlWords.Structure.Contains(next.Value));
    }
}
