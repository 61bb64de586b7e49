using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Sources.Lineage;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// The row rules of one relation for one person: as text, as a list for comparisons, and whether equal rules can give two people different rows.
/// </summary>
internal sealed record RowSecurity(string Words, ImmutableArray<string> Rules, bool DependsOnAsker)
{
    private const string EveryRow = "true";

    /// <summary>The prefix of a rule for a policy that fails with this person's rights.</summary>
    public const string Denied = "denied ";

    /// <summary>The <see cref="Rules"/> that can raise an error.</summary>
    public ImmutableArray<string> Fallible { get; private init; } = [];

    public static RowSecurity Read(JsonElement rules, string relationKind, bool isFar, BuiltIns builtIns)
    {
        if (isFar)
            return new("decided by another server", ["foreign table"], true);
        if (!rules.GetProperty("active").GetBoolean())
            return new(relationKind is "v" or "m" ? "all rows of this view" : "all rows", [], false);
        // A policy without USING permits no row and restricts none.
        var policies = rules.GetProperty("policies").EnumerateArray().Where(static p => p.GetProperty("using").ValueKind != JsonValueKind.Null)
            .Select(static p => new Policy(
                p.GetProperty("permissive").GetBoolean(),
                p.GetProperty("using").GetString()!,
                p.GetProperty("tree").GetString()!,
                p.GetProperty("denied").GetString()))
            .ToList();
        var permissive = policies.Where(static p => p.Permissive).Select(static p => p.Using).Distinct(StringComparer.Ordinal).ToList();
        var restrictive = policies.Where(static p => !p.Permissive).Select(static p => p.Using).Distinct(StringComparer.Ordinal).ToList();
        if (permissive.Count == 0)
            return new("no rows", ["none"], false);
        // The server simplifies "true or …" before it checks what else a policy reads.
        var denied = policies
            .Where(p => p.Denied is not null && !(p.Denied != DeniedReads.Endless && p.Permissive && permissive.Contains(EveryRow)))
            .Select(static p => Denied + p.Using)
            .Distinct(StringComparer.Ordinal)
            .ToList();
        var words = string.Join(" or ", permissive) + string.Concat(restrictive.Select(static r => $" and {r}"));
        return new(
            denied.Count > 0 ? "no rows: a policy reads what this login may not read" : words == EveryRow ? "all rows" : $"rows where {words}",
            [.. permissive.Select(static p => $"permit {p}"), .. restrictive.Select(static r => $"restrict {r}"), .. denied],
            policies.Any(p => AskerRule.PolicyAsks(p.Tree, builtIns)))
        {
            Fallible =
            [
                .. policies
                    .Where(p => FallibleRule.MayFail(p.Tree, builtIns))
                    .Select(static p => p.Permissive ? $"permit {p.Using}" : $"restrict {p.Using}")
                    .Distinct(StringComparer.Ordinal),
            ],
        };
    }

    private sealed record Policy(bool Permissive, string Using, string Tree, string? Denied);
}

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
