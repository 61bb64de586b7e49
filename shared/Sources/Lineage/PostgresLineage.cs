using Npgsql;
using Onbehalf.Sources.Postgres;

namespace Onbehalf.Sources.Lineage;

/// <summary>
/// Reads the lineage of a query from PostgreSQL. The text becomes the body of a temporary view that is always rolled back. The view's rule names
/// the relations and columns whose permissions the server would check. Ordinary rights suffice, and nothing of the text runs.
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

    /// <summary>True if the tree of the text contains a hidden row type. The type ids start at 10000.</summary>
    private const string NamesHiddenType = $$"""
        CASE WHEN c.oid = 'pg_temp.{{View}}'::regclass THEN EXISTS (SELECT
          FROM regexp_matches(w.ev_action::text, ':[a-z_]*typ(?:e|id|eid) ([0-9]{5,10})\M', 'gi') m JOIN pg_type t ON t.oid = m[1]::oid WHERE {{HiddenRowTypes.IsHidden}}) ELSE false END
        """;

    private const string Relations = $"""
        {Reach} SELECT {LineageRelation.Described}, c.oid = 'pg_temp.{View}'::regclass, {LineageRelation.Namesakes}, {NamesHiddenType}
        FROM reach JOIN pg_class c ON c.oid = reach.id JOIN pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN pg_rewrite w ON w.ev_class = c.oid AND w.rulename = '_RETURN'
        """;

    /// <summary>
    /// Returns the statements, which have two results: the fingerprint, and the relations under <paramref name="plainPath"/>. Both are read
    /// while the view holds its locks, so no policy, view or column below the text changes before the transaction ends.
    /// </summary>
    public static IEnumerable<string> Statements(string sql, string? names, string searchPath, string plainPath) =>
    [
        $"CREATE TEMP VIEW pg_temp.{View} AS SELECT 1 FROM (\n{sql}\n) q",
        names is null ? "SELECT NULL, NULL" : LineageStamp.Query(names, Below),
        $"SET LOCAL search_path = {plainPath}",
        Relations,
        $"SET LOCAL search_path = {searchPath}",
    ];

    /// <summary>Reads the relations below the text, and the lineage of the text.</summary>
    public static async Task<(LineageResult Result, IReadOnlyCollection<LineageRelation> Relations)> ReadAsync(
        NpgsqlDataReader reader, string source, BuiltIns builtIns, CancellationToken cancellation)
    {
        var relations = new Dictionary<uint, LineageRelation>();
        LineageRelation? text = null;
        var namesHidden = false;
        while (await reader.ReadAsync(cancellation))
        {
            var (relation, isText) = LineageRelation.Read(reader, builtIns);
            if (isText)
                (text, namesHidden) = (relation, reader.GetString(13) == "t");
            else
                relations[relation.Id] = relation;
        }

        if (namesHidden)
            return (new LineageResult.Forbidden(), relations.Values);
        return text is null ? (new LineageResult.Unknown(), []) : (new LineageWalk(source, text, relations, builtIns).Run(), relations.Values);
    }
}
