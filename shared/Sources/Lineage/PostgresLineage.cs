using Npgsql;

namespace Onbehalf.Sources.Lineage;

/// <summary>
/// What a query touches, as PostgreSQL itself sees it: the text becomes the body of a temporary view that is always rolled back, and the relations and
/// columns on which the server would check permissions are read from the view's rule. Ordinary rights suffice; nothing of the text runs.
/// </summary>
internal static class PostgresLineage
{
    private const string View = "onbehalf_lineage";

    private const string Reach = $"""
        WITH RECURSIVE reach(id) AS (
          SELECT 'pg_temp.{View}'::regclass::oid
          UNION
          SELECT d.refobjid FROM reach JOIN pg_rewrite w ON w.ev_class = reach.id
            JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> reach.id)
        """;

    private const string Below = $"{Reach} SELECT id FROM reach WHERE id <> 'pg_temp.{View}'::regclass";

    private const string Relations = $"""
        {Reach} SELECT {LineageRelation.Described}, c.oid = 'pg_temp.{View}'::regclass, {LineageRelation.Namesakes}
        FROM reach JOIN pg_class c ON c.oid = reach.id JOIN pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_rewrite w ON w.ev_class = c.oid AND w.rulename = '_RETURN'
        """;

    /// <summary>
    /// Two results: the fingerprint, and the relations under <paramref name="plainPath"/>. Both are read while the view holds its locks, so no policy, view or
    /// column below the text changes before the transaction ends.
    /// </summary>
    public static IEnumerable<string> Statements(string sql, string? names, string searchPath, string plainPath) =>
    [
        $"CREATE TEMP VIEW pg_temp.{View} AS SELECT 1 FROM (\n{sql}\n) q",
        names is null ? "SELECT NULL, NULL" : LineageStamp.Query(names, Below),
        $"SET LOCAL search_path = {plainPath}",
        Relations,
        $"SET LOCAL search_path = {searchPath}",
    ];

    /// <summary>The relations below the text, and what the text touches of them.</summary>
    public static async Task<(LineageResult Result, IReadOnlyCollection<LineageRelation> Relations)> ReadAsync(NpgsqlDataReader reader, string source, BuiltIns builtIns, CancellationToken cancellation)
    {
        var relations = new Dictionary<uint, LineageRelation>();
        LineageRelation? text = null;
        while (await reader.ReadAsync(cancellation))
        {
            var (relation, isText) = LineageRelation.Read(reader, builtIns);
            if (isText)
                text = relation;
            else
                relations[relation.Id] = relation;
        }

        return text is null ? (new LineageResult.Unknown(), []) : (new LineageWalk(source, text, relations, builtIns).Run(), relations.Values);
    }
}
