using Npgsql;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Each table has a row type of the same name, which every login may use. A value of it reveals the names and types of all columns. The row type
/// of a table with a hidden column counts as hidden, unless a readable column has this type.
/// </summary>
internal static class HiddenRowTypes
{
    /// <summary>True for a hidden row type <c>t</c>, its array, and a domain over it.</summary>
    public const string IsHidden = """
        (EXISTS (SELECT FROM (SELECT t.typrelid UNION ALL SELECT e.typrelid FROM pg_type e WHERE e.oid IN (t.typelem, t.typbasetype)) of(id) JOIN pg_class r ON r.oid = of.id
          WHERE r.relkind IN ('r', 'p', 'v', 'm', 'f') AND NOT (has_schema_privilege(r.relnamespace, 'USAGE')
            AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = r.oid AND a.attnum > 0 AND NOT a.attisdropped AND NOT has_column_privilege(r.oid, a.attnum, 'SELECT'))))
          AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.atttypid = t.oid AND a.attnum > 0 AND has_column_privilege(a.attrelid, a.attnum, 'SELECT')))
        """;

    private const string Query = $"SELECT EXISTS (SELECT FROM pg_type t WHERE t.typname = ANY ($1::name[]) AND {IsHidden})";

    /// <summary>
    /// Returns whether a text names a hidden row type. It serves logins whose texts cannot become views. In a view, the lineage reads the types
    /// that the server found.
    /// </summary>
    public static async Task<bool> AreNamedAsync(PersonPool pool, IReadOnlyList<SqlToken> tokens, CancellationToken cancellation)
    {
        var places = Enumerable.Range(0, tokens.Count).Where(i => IsType(tokens, i));
        var names = places.Select(i => Last(tokens, i)).Where(static name => !SqlWords.Types.Contains(name)).Distinct(StringComparer.Ordinal).ToArray();
        if (names.Length == 0)
            return false;
        await using var lease = await pool.OpenAsync(cancellation);
        await using var batch = GuardedQuery.Batch(
            lease.Connection, ["BEGIN READ ONLY", $"SET LOCAL search_path = {PersonCatalog.PlainPath}", Query, "ROLLBACK"]);
        batch.BatchCommands[2].Parameters.Add(new() { Value = names });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) && reader.GetBoolean(0);
    }

    /// <summary>Returns true for a name after <c>::</c>, after AS in a cast, after RETURNING, and before the text of a literal.</summary>
    private static bool IsType(IReadOnlyList<SqlToken> tokens, int at)
    {
        if (!tokens[at].IsName || at == 0 || (tokens[at].Kind == SqlTokenKind.Word && SqlWords.Structure.Contains(tokens[at].Value)))
            return false;
        var before = tokens[at - 1];
        return (at > 1 && before.Is(':') && tokens[at - 2].Is(':')) || (before.IsWord("as") && IsInCast(tokens, at - 1)) || before.IsWord("returning")
            || (at + 1 < tokens.Count && tokens[at + 1].Kind == SqlTokenKind.Text);
    }

    private static bool IsInCast(IReadOnlyList<SqlToken> tokens, int at)
    {
        var depth = 0;
        while (--at > 0 && depth >= 0)
            depth += tokens[at].Is(')') ? 1 : tokens[at].Is('(') ? -1 : 0;
        return depth < 0 && tokens[at].IsWord("cast");
    }

    /// <summary>Returns the last part of a name that may include its schema.</summary>
    private static string Last(IReadOnlyList<SqlToken> tokens, int at)
    {
        while (at + 2 < tokens.Count && tokens[at + 1].Is('.') && tokens[at + 2].IsName)
            at += 2;
        return tokens[at].Value;
    }
}
