using System.Text;
using Npgsql;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Why a text failed, asked of an empty twin that holds only what the person may see (temporary tables, always rolled back). The server's own words about
/// the twin cannot speak of a hidden table, column or type, so a hidden name and one that does not exist get the same answer. A login that may not create
/// temporary tables has common tables as its twin, which the server checks nearly as well.
/// </summary>
internal static class PersonTwin
{
    public const string Path = "pg_temp, pg_catalog";

    /// <summary>A relation that no database has.</summary>
    private const string Nowhere = "pg_temp.onbehalf_nowhere";

    /// <summary>The error of the text in the twin, or null when it is well formed there.</summary>
    public static async Task<PostgresException?> CheckAsync(
        NpgsqlConnection connection, VisibleCatalog catalog, string sql, IReadOnlyList<SqlToken> tokens, IReadOnlyList<string> settings, CancellationToken cancellation)
    {
        var named = tokens.Where(static t => t.IsName).Select(static t => t.Value).ToHashSet(StringComparer.Ordinal);
        // Among relations with the same name, one whose schema the text names comes first, then search path order.
        var tables = catalog.Nameable.Where(t => named.Contains(t.Name)).OrderByDescending(t => named.Contains(t.Schema)).ThenBy(t => NameChoice.Place(catalog.Path, t.Schema))
            .DistinctBy(static t => t.Name, StringComparer.Ordinal).ToList();
        var plain = Unqualified(sql, tokens, catalog);
        var (error, isOfTheText) = await RunAsync(connection, ["BEGIN", .. settings, .. tables.Select(Temporary)], $"CREATE TEMP VIEW pg_temp.onbehalf_twin AS SELECT 1 FROM (\n{plain}\n) q", cancellation);
        // The view itself is refused where no table had to be created before it.
        if (error is null || (isOfTheText && (tables.Count > 0 || error.SqlState is not (SqlStates.PermissionDenied or SqlStates.ReadOnly))))
            return error;
        (error, isOfTheText) = await RunAsync(connection, ["BEGIN READ ONLY", .. settings], GuardedQuery.Declare($"{Common(tables)}SELECT 1 FROM (\n{plain}\n) q"), cancellation);
        return isOfTheText ? error : null;
    }

    /// <summary>The server's words, with the names of types as they are written in the person's own search path.</summary>
    public static string Words(PostgresException error, VisibleCatalog catalog)
    {
        var words = error.MessageText;
        foreach (var schema in catalog.Path.Select(static schema => $"{Quote.Shown(schema)}."))
        {
            foreach (var type in catalog.Nameable.SelectMany(static t => t.Columns).Select(static c => c.Type.Replace("[]", "", StringComparison.Ordinal)).Where(type => type.StartsWith(schema, StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
                words = words.Replace(type, type[schema.Length..], StringComparison.Ordinal);
        }

        return words;
    }

    /// <summary>The error, and whether <paramref name="text"/> raised it rather than a statement before it.</summary>
    private static async Task<(PostgresException? Error, bool IsOfTheText)> RunAsync(NpgsqlConnection connection, IEnumerable<string> before, string text, CancellationToken cancellation)
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
        $"CREATE TEMP TABLE {Quote.Name(table.Name)} ({string.Join(", ", table.Columns.Select(static c => $"{Quote.Name(c.Name)} {c.Type}"))})";

    private static string Common(List<VisibleTable> tables) => tables.Count == 0 ? "" :
        $"WITH {string.Join(", ", tables.Select(static table => $"{Quote.Name(table.Name)} AS (SELECT {string.Join(", ", table.Columns.Select(static c => $"NULL::{c.Type} AS {Quote.Name(c.Name)}"))} WHERE false)"))} ";

    /// <summary>
    /// The text without the names of schemas: in the twin everything is in one. A table with its schema that the person may not name becomes one that
    /// does not exist, because the twin can hold another schema's table of the same name, and the server would look at the hidden one.
    /// </summary>
    internal static string Unqualified(string sql, IReadOnlyList<SqlToken> tokens, VisibleCatalog catalog)
    {
        var schemas = catalog.Nameable.Select(static t => t.Schema).ToHashSet(StringComparer.Ordinal);
        var nameable = catalog.Nameable.Select(static t => (t.Schema, t.Name)).ToHashSet();
        var hidden = RelationNames.Of(tokens).Where(name => name.Schema is { } schema && !nameable.Contains((schema, name.Name))).ToDictionary(static name => name.Last, static name => name.First);
        var text = new StringBuilder(sql);
        for (var i = tokens.Count - 1; i >= 2; i--)
        {
            if (hidden.TryGetValue(i, out var start))
            {
                var (from, to) = (tokens[start].Start, tokens[i].Start + tokens[i].Typed.Length);
                text.Remove(from, to - from).Insert(from, Nowhere);
                i = start;
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
}
