using System.Text;
using Npgsql;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Why a text failed, asked of an empty twin that holds only what the person may see (temporary tables, always rolled back). The server's own words about
/// the twin cannot speak of a hidden table, column or type, so a hidden name and one that does not exist get the same answer.
/// </summary>
internal static class PersonTwin
{
    public const string Path = "pg_temp, pg_catalog";

    /// <summary>The error of the text in the twin, or null when it is well formed there.</summary>
    public static async Task<PostgresException?> CheckAsync(
        NpgsqlConnection connection, VisibleCatalog catalog, string sql, IReadOnlyList<SqlToken> tokens, IEnumerable<string> settings, CancellationToken cancellation)
    {
        var named = tokens.Where(static t => t.IsName).Select(static t => t.Value).ToHashSet(StringComparer.Ordinal);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new("BEGIN"));
        foreach (var setting in settings)
            batch.BatchCommands.Add(new(setting));
        // Among relations with the same name, one whose schema the text names comes first, then search path order.
        foreach (var table in catalog.Nameable.Where(t => named.Contains(t.Name)).OrderByDescending(t => named.Contains(t.Schema)).DistinctBy(static t => t.Name, StringComparer.Ordinal))
            batch.BatchCommands.Add(new($"CREATE TEMP TABLE {Quote.Name(table.Name)} ({string.Join(", ", table.Columns.Select(static c => $"{Quote.Name(c.Name)} {c.Type}"))})"));
        batch.BatchCommands.Add(new($"CREATE TEMP VIEW pg_temp.onbehalf_twin AS SELECT 1 FROM (\n{Unqualified(sql, tokens, catalog)}\n) q"));
        batch.BatchCommands.Add(new("ROLLBACK"));
        try
        {
            await batch.ExecuteNonQueryAsync(cancellation);
            return null;
        }
        catch (PostgresException error)
        {
            return error;
        }
    }

    /// <summary>The text without the names of schemas: in the twin everything is in one.</summary>
    internal static string Unqualified(string sql, IReadOnlyList<SqlToken> tokens, VisibleCatalog catalog)
    {
        var schemas = catalog.Nameable.Select(static t => t.Schema).ToHashSet(StringComparer.Ordinal);
        var text = new StringBuilder(sql);
        for (var i = tokens.Count - 3; i >= 0; i--)
        {
            if (!tokens[i].IsName || !tokens[i + 1].Is('.') || !schemas.Contains(tokens[i].Value))
                continue;
            var first = i;
            while (first >= 2 && tokens[first - 1].Is('.') && tokens[first - 2].IsName)
                first -= 2;
            text.Remove(tokens[first].Start, tokens[i + 2].Start - tokens[first].Start);
            i = first;
        }

        return text.ToString();
    }
}
