using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Onbehalf.Sources.Postgres;

namespace Onbehalf.Sources.Lineage;

/// <summary>
/// A fingerprint of every catalogue row behind the lineage of one text. It covers the versions (<c>xmin</c>) of the relations with their
/// columns, rules and policies, and the policies that apply to the speaker now. It also covers all objects that could change the meaning of a
/// name in the text.
/// </summary>
internal static class LineageStamp
{
    /// <summary>The server truncates longer names (NAMEDATALEN), so a lookup of the full name would miss them.</summary>
    private const int LongestName = 63;

    private const string Relations = """
        concat_ws(' ', c.oid, c.xmin, row_security_active(c.oid), (SELECT string_agg(w.xmin::text, ',' ORDER BY w.oid) FROM pg_rewrite w WHERE w.ev_class = c.oid),
          (SELECT string_agg(a.xmin::text, ',' ORDER BY a.attnum) FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0),
          (SELECT string_agg(p.oid || '.' || p.xmin || EXISTS (SELECT FROM unnest(p.polroles) r WHERE r = 0 OR pg_has_role(r, 'USAGE')), ',' ORDER BY p.oid) FROM pg_policy p WHERE p.polrelid = c.oid))
        """;

    /// <summary>Returns the names of the text as an array, or null if a name is too long for a lookup. The lineage is then not cached.</summary>
    public static string? Names(IEnumerable<SqlToken> tokens)
    {
        var names = tokens.Where(static t => t.IsName).Select(static t => t.Value).Distinct(StringComparer.Ordinal).ToList();
        return names.Exists(static name => Encoding.UTF8.GetByteCount(name) > LongestName)
            ? null
            : $"ARRAY[{string.Join(", ", names.Select(Literal))}]::name[]";
    }

    /// <summary>
    /// Returns a query for the current snapshot and the fingerprint as one text. <paramref name="ids"/> is the list or the query of the relations.
    /// </summary>
    public static string Query(string names, string ids) =>
        $"""
            SELECT pg_current_snapshot()::text, concat_ws('|', (SELECT string_agg(s, ',') FROM unnest(current_schemas(false)) s WHERE s !~ '^pg_temp'),
              (SELECT string_agg({Relations}, ';' ORDER BY c.oid) FROM pg_class c WHERE c.oid IN ({ids})),
              (SELECT string_agg(c.oid || '.' || c.xmin, ',' ORDER BY c.oid) FROM pg_class c WHERE c.relname = ANY ({names})),
              (SELECT string_agg(n.oid || '.' || n.xmin, ',' ORDER BY n.oid) FROM pg_namespace n WHERE n.nspname !~ '^pg_(toast_)?temp_'),
              (SELECT string_agg(t.oid || '.' || t.xmin, ',' ORDER BY t.oid) FROM pg_type t WHERE t.typname = ANY ({names})),
              (SELECT string_agg(p.oid || '.' || p.xmin, ',' ORDER BY p.oid) FROM pg_proc p WHERE p.oid >= 16384 AND p.proname = ANY ({names})),
              (SELECT string_agg(o.oid || '.' || o.xmin, ',' ORDER BY o.oid) FROM pg_operator o WHERE o.oid >= 16384),
              (SELECT string_agg(k.oid || '.' || k.xmin, ',' ORDER BY k.oid) FROM pg_cast k WHERE k.oid >= 16384),
              (SELECT string_agg(f.ftrelid || '.' || (SELECT string_agg(i.inhrelid || '.' || i.inhparent, ',' ORDER BY i.inhrelid, i.inhparent) FROM pg_inherits i), ',') FROM pg_foreign_table f))
            """;

    public static string List(ImmutableArray<uint> ids) =>
        ids.IsEmpty ? "0" : string.Join(", ", ids.Select(static id => id.ToString(CultureInfo.InvariantCulture)));

    private static string Literal(string name) => $"'{name.Replace("'", "''", StringComparison.Ordinal)}'";
}
