using Onbehalf.Sources.Lineage;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Finds policies whose sub-selects read a relation that the person may not read. The server answers every query of such a table with an error. The
/// relations come from the server's own list of dependencies (<c>pg_depend</c>).
/// </summary>
internal static class DeniedReads
{
    /// <summary>
    /// The server detects recursion before it simplifies the policies of a table. A second policy <c>true</c> therefore does not help.
    /// </summary>
    public const string Endless = "endless";

    /// <summary>
    /// True for a relation that the tree <c>t.tree</c> reads. A name alone, as in <c>'x'::regclass</c>, is a dependency without a read.
    /// </summary>
    private const string IsRead = "position(':relid ' || d.refobjid || ' ' in t.tree) > 0";

    /// <summary>
    /// The failure of the policy <c>p</c>, or null. The recursion follows the policies of the relations that it reads, and the invoker views
    /// among them. A policy that reaches its own table again is endless. A user-defined function below the policy can raise any error and counts
    /// as denied.
    /// </summary>
    public const string OfPolicy = $"""
        WITH RECURSIVE reads(id, col, isproc) AS (
          SELECT d.refobjid, d.refobjsubid, false FROM (SELECT p.polqual::text) t(tree) JOIN pg_depend d ON d.classid = 'pg_policy'::regclass AND d.objid = p.oid
            WHERE d.refclassid = 'pg_class'::regclass AND d.refobjid <> p.polrelid AND {IsRead}
          UNION
          SELECT d.refobjid, d.refobjsubid, d.refclassid = 'pg_proc'::regclass
          FROM reads JOIN pg_class c ON c.oid = reads.id AND NOT reads.isproc CROSS JOIN LATERAL (
              SELECT 'pg_policy'::regclass::oid, q.oid, q.polqual::text FROM pg_policy q WHERE q.polrelid = c.oid AND row_security_active(c.oid) AND q.polcmd IN ('r', '*')
                AND EXISTS (SELECT FROM unnest(q.polroles) r WHERE r = 0 OR pg_has_role(r, 'USAGE'))
              UNION ALL
              SELECT 'pg_rewrite'::regclass::oid, w.oid, w.ev_action::text FROM pg_rewrite w WHERE w.ev_class = c.oid AND c.relkind = 'v' AND {LineageRelation.Invoker}) t(class, id, tree)
            JOIN pg_depend d ON d.classid = t.class AND d.objid = t.id
          WHERE d.refobjid <> c.oid AND (d.refclassid = 'pg_proc'::regclass OR (d.refclassid = 'pg_class'::regclass AND {IsRead})))
        SELECT CASE WHEN position(':relid ' || p.polrelid || ' ' in coalesce(p.polqual::text, '')) > 0 OR bool_or(id = p.polrelid) THEN '{Endless}'
          WHEN bool_or(isproc OR NOT CASE WHEN col = 0 THEN has_any_column_privilege(id, 'SELECT') ELSE has_column_privilege(id, col::int2, 'SELECT') END) THEN 'denied' END FROM reads
        """;
}
