using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Npgsql;
using Onbehalf.Sources.Postgres;

namespace Onbehalf.Sources.Lineage;

/// <summary>A relation that a text reads, directly or through views, as the catalogue describes it to the speaker.</summary>
internal sealed record LineageRelation(
    uint Id, string Name, bool IsView, bool IsInvoker, ImmutableArray<Node> Query, ImmutableDictionary<int, string> Columns, RowSecurity Rows, bool AsksWhoever)
{
    /// <summary>
    /// True for relations with rows from another server, read through the asker's own login: foreign tables, and all parents of one by
    /// inheritance or partitioning.
    /// </summary>
    public const string Far = """
        (EXISTS (SELECT FROM pg_foreign_table) AND c.oid IN (WITH RECURSIVE far(id) AS (
          SELECT ftrelid FROM pg_foreign_table UNION SELECT i.inhparent FROM far JOIN pg_inherits i ON i.inhrelid = far.id) SELECT id FROM far))
        """;

    /// <summary>True for the view <c>c</c> with security_invoker. The server parses the option, so every spelling of a boolean works.</summary>
    public const string Invoker =
        "coalesce((SELECT o.option_value::boolean FROM pg_options_to_table(c.reloptions) o WHERE o.option_name = 'security_invoker'), false)";

    /// <summary>
    /// What stands under the name of <c>c</c>: for a view with its owner's rights a digest, for a view with its reader's rights a word, for any
    /// other relation nothing. The digest covers the view and every view below it, their owners, and the row policies that apply to these. It has
    /// the names of the relations in place of their numbers, so a load that creates them again changes nothing. It is read from the catalogue alone,
    /// because the server's own text of a view waits for locks.
    /// </summary>
    public const string Defined = $"""
        CASE WHEN c.relkind IN ('v', 'm') AND c.relpersistence <> 't' AND NOT {Invoker} THEN (
          WITH RECURSIVE below(id) AS (SELECT c.oid UNION SELECT v.oid FROM below JOIN pg_rewrite w ON w.ev_class = below.id
            JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass JOIN pg_class v ON v.oid = d.refobjid AND v.relkind IN ('v', 'm')),
          parts(part) AS (SELECT concat_ws(' ', pg_get_userbyid(o.relowner),
              regexp_replace(regexp_replace(w.ev_action::text, ':(location|stmt_location|stmt_len) -?[0-9]+', '', 'g'), ':(relid|resorigtbl) [1-9][0-9]*', ':\1', 'g'),
              (SELECT string_agg(format('%I.%I', s.nspname, r.relname), ',' ORDER BY m.place)
                FROM regexp_matches(w.ev_action::text, ':(?:relid|resorigtbl) ([1-9][0-9]*)', 'g') WITH ORDINALITY m(hit, place)
                JOIN pg_class r ON r.oid = m.hit[1]::oid JOIN pg_namespace s ON s.oid = r.relnamespace),
              (SELECT string_agg(concat_ws(' ', format('%I.%I', s.nspname, r.relname), r.relforcerowsecurity, r.relowner = o.relowner, p.polpermissive,
                  regexp_replace(p.polqual::text, ':(relid|resorigtbl|location) -?[0-9]+', '', 'g')), ',' ORDER BY s.nspname, r.relname, p.polname)
                FROM (SELECT DISTINCT d.refobjid FROM pg_depend d WHERE d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.refclassid = 'pg_class'::regclass) d
                JOIN pg_class r ON r.oid = d.refobjid AND r.relrowsecurity JOIN pg_namespace s ON s.oid = r.relnamespace
                LEFT JOIN pg_policy p ON p.polrelid = r.oid AND p.polcmd IN ('r', '*') AND EXISTS (SELECT FROM unnest(p.polroles) x WHERE x = 0 OR pg_has_role(o.relowner, x, 'USAGE'))))
            FROM below JOIN pg_class o ON o.oid = below.id JOIN pg_rewrite w ON w.ev_class = below.id)
          SELECT encode(sha256(convert_to(string_agg(part, '|' ORDER BY part COLLATE "C"), 'UTF8')), 'hex') FROM parts)
        WHEN c.relkind = 'v' THEN 'invoker' ELSE '' END
        """;

    /// <summary>The columns for <see cref="Read"/>, of the relation <c>c</c> in the schema <c>n</c> with the rule <c>w</c>.</summary>
    public const string Described = $"""
        c.oid, n.nspname, c.relname, c.relkind::text, {Invoker}, w.ev_action::text,
          (SELECT jsonb_object_agg(a.attnum, a.attname) FROM pg_attribute a WHERE a.attrelid = c.oid AND NOT a.attisdropped)::text,
          ({PersonCatalog.Rules})::text, {Far},
          (SELECT CASE WHEN c.relrowsecurity THEN jsonb_agg(p.polqual::text) END FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd IN ('r', '*') AND p.polqual IS NOT NULL)::text, {Defined}
        """;

    /// <summary>
    /// Schemas with another relation of the same name, if this person may read both. Messages about such a relation include the schema.
    /// </summary>
    public const string Namesakes = """
        (SELECT jsonb_agg(s.nspname) FROM pg_class d JOIN pg_namespace s ON s.oid = d.relnamespace
          WHERE d.relname = c.relname AND d.oid <> c.oid AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT') AND d.relkind IN ('r', 'p', 'v', 'm', 'f') AND s.nspname !~ '^pg_' AND s.nspname <> 'information_schema'
            AND has_schema_privilege(s.oid, 'USAGE') AND has_any_column_privilege(d.oid, 'SELECT'))::text
        """;

    public required string Schema { get; init; }

    /// <summary>The name without its schema.</summary>
    public required string Bare { get; init; }

    /// <summary>The text of <see cref="Defined"/>.</summary>
    public string? Definition { get; init; }

    public ImmutableArray<string> Others { get; init; } = [];

    /// <summary>
    /// Parses one row of the server's text. Each column is read once and in order, as a sequential reader requires. Also returns whether the
    /// relation is the text itself.
    /// </summary>
    public static (LineageRelation Relation, bool IsText) Read(NpgsqlDataReader reader, BuiltIns builtIns)
    {
        var (id, schema, bare, kind, isInvoker) = (
            uint.Parse(reader.GetString(0), CultureInfo.InvariantCulture), reader.GetString(1), reader.GetString(2), reader.GetString(3), IsTrue(reader, 4));
        ImmutableArray<Node> query = Text(reader, 5) is { } tree ? NodeTree.Read(tree) : [];
        var columns = Names(Text(reader, 6));
        using var rules = JsonDocument.Parse(reader.GetString(7));
        var isFar = IsTrue(reader, 8);
        var asks = isFar || AnyPolicyAsks(Text(reader, 9), builtIns);
        var relation = new LineageRelation(
            id, Quote.Qualified(schema, bare), kind == "v", isInvoker, query, columns, RowSecurity.Read(rules.RootElement, kind, isFar, builtIns), asks)
        {
            Schema = schema,
            Bare = bare,
            Definition = Text(reader, 10),
        };
        var isText = IsTrue(reader, 11);
        return (relation with { Others = List(Text(reader, 12)) }, isText);
    }

    /// <summary>Returns the relations and columns whose permissions the server checks when it runs the view's query.</summary>
    public IEnumerable<(uint Relation, IEnumerable<int> Columns)> Checked() =>
        Query
            .Where(static node => node.Fields.ContainsKey("selectedCols") && node.Number("relid") != 0)
            .Select(static node => (node.Number("relid"), node.Members("selectedCols")));

    private static bool IsTrue(NpgsqlDataReader reader, int column) => reader.GetString(column) == "t";

    private static ImmutableArray<string> List(string? names)
    {
        if (names is null)
            return [];
        using var json = JsonDocument.Parse(names);
        return [.. json.RootElement.EnumerateArray().Select(static name => name.GetString()!)];
    }

    private static string? Text(NpgsqlDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    private static ImmutableDictionary<int, string> Names(string? names)
    {
        if (names is null)
            return ImmutableDictionary<int, string>.Empty;
        using var json = JsonDocument.Parse(names);
        return json
            .RootElement.EnumerateObject()
            .ToImmutableDictionary(static p => int.Parse(p.Name, CultureInfo.InvariantCulture), static p => p.Value.GetString()!);
    }

    private static bool AnyPolicyAsks(string? policies, BuiltIns builtIns)
    {
        if (policies is null)
            return false;
        using var json = JsonDocument.Parse(policies);
        return json.RootElement.EnumerateArray().Any(policy => AskerRule.PolicyAsks(policy.GetString()!, builtIns));
    }
}
