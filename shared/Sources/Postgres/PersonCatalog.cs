using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;
using Onbehalf.Sources.Lineage;

namespace Onbehalf.Sources.Postgres;

/// <summary>Reads the part of a database that a person may see, with the person's own login.</summary>
internal static class PersonCatalog
{
    /// <summary>
    /// No user-defined object is on this path, so all of them are written with their schema. The output is the same for every login.
    /// </summary>
    internal const string PlainPath = "pg_catalog";

    /// <summary>
    /// The policies that apply to the asker, for the relation <c>c</c>. Catalogue and lineage share this text, so both report the same rules. It
    /// must run under <see cref="PlainPath"/>: every name that is not built in then includes its schema, so equal texts are equal rules.
    /// </summary>
    internal const string Rules = $"""
        jsonb_build_object('active', row_security_active(c.oid), 'policies', (SELECT coalesce(jsonb_agg(jsonb_build_object(
          'permissive', p.polpermissive, 'using', pg_get_expr(p.polqual, p.polrelid), 'tree', p.polqual::text, 'denied', ({DeniedReads.OfPolicy})) ORDER BY NOT p.polpermissive, pg_get_expr(p.polqual, p.polrelid), p.polname), '[]')
          FROM pg_policy p WHERE p.polrelid = c.oid AND p.polcmd IN ('r', '*')
            AND EXISTS (SELECT FROM unnest(p.polroles) r WHERE r = 0 OR pg_has_role(r, 'USAGE'))))
        """;

    /// <summary>The reason why the lineage is unavailable for this login. It is read live, so the flag disappears with its cause.</summary>
    private const string Lineage = """
        SELECT CASE WHEN pg_is_in_recovery() THEN 'answers from here are locked for everyone but their asker: a read-only copy of a database takes no temporary view; name its primary as the source'
          WHEN NOT has_database_privilege(current_database(), 'TEMPORARY') THEN format(
            'your answers from here are locked for everyone else: your login may not create temporary views; GRANT TEMPORARY ON DATABASE %I TO %I, or to a role it is in', current_database(), current_user) END
        """;

    /// <summary>The comment of the relation <c>c</c> (0) or of one of its columns.</summary>
    private const string CommentOf = "SELECT d.description FROM pg_description d WHERE d.objoid = c.oid AND d.classoid = 'pg_class'::regclass AND d.objsubid =";

    /// <summary>
    /// A usable type in place of the type <c>t</c>, or null. A login reads a column of a type that it may not name, but cannot create another one.
    /// </summary>
    private const string Substitute = """
        CASE WHEN t.typnamespace = 'pg_catalog'::regnamespace OR has_schema_privilege(t.typnamespace, 'USAGE') AND has_type_privilege(t.oid, 'USAGE') THEN NULL
          ELSE coalesce((SELECT format_type(b.oid, t.typtypmod) FROM pg_type b WHERE b.oid = t.typbasetype AND b.typnamespace = 'pg_catalog'::regnamespace), CASE t.typcategory WHEN 'A' THEN 'text[]' ELSE 'text' END) END
        """;

    private const string Visible = $"""
        SELECT n.nspname, c.relname, c.relkind::text, (SELECT jsonb_agg(jsonb_build_array(a.attname, format_type(a.atttypid, a.atttypmod), ({CommentOf} a.attnum),
            (SELECT jsonb_build_array(t.typtype = 'd' AND t.typcategory = 'A', {Substitute}) FROM pg_type t WHERE t.oid = a.atttypid)) ORDER BY a.attnum) FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND has_column_privilege(c.oid, a.attnum, 'SELECT'))::text,
          (SELECT coalesce(jsonb_agg(a.attname ORDER BY array_position(i.indkey::int2[], a.attnum)), '[]') FROM pg_index i JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
            WHERE i.indrelid = c.oid AND i.indisprimary)::text,
          (SELECT coalesce(jsonb_agg(jsonb_build_array(a.attname, fn.nspname, f.relname, fa.attname, a.attnum) ORDER BY a.attname), '[]')
            FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.conkey[1] JOIN pg_class f ON f.oid = k.confrelid JOIN pg_namespace fn ON fn.oid = f.relnamespace
              JOIN pg_attribute fa ON fa.attrelid = f.oid AND fa.attnum = k.confkey[1]
            WHERE k.conrelid = c.oid AND k.contype = 'f' AND cardinality(k.conkey) = 1 AND has_column_privilege(c.oid, a.attnum, 'SELECT')
              AND has_schema_privilege(fn.oid, 'USAGE') AND has_column_privilege(f.oid, fa.attnum, 'SELECT'))::text,
          ({Rules})::text,
          has_any_column_privilege(c.oid, 'INSERT') OR has_any_column_privilege(c.oid, 'UPDATE') OR has_table_privilege(c.oid, 'DELETE'),
          {LineageRelation.Far}, c.relispartition OR c.relkind = 'S',
          ARRAY(SELECT a.attname FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum < 0
            AND (has_table_privilege(c.oid, 'SELECT') OR (a.attacl IS NOT NULL AND has_column_privilege(c.oid, a.attnum, 'SELECT')))),
          ({CommentOf} 0), c.oid::bigint, {LineageRelation.Defined}
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
          AND has_schema_privilege(n.oid, 'USAGE') AND has_any_column_privilege(c.oid, 'SELECT')
        ORDER BY n.nspname, c.relname
        """;

    public static async Task<VisibleCatalog> ReadAsync(
        NpgsqlConnection connection,
        IEnumerable<string> settings,
        PostgresSettings source,
        LoginCheck standing,
        BuiltIns builtIns,
        CancellationToken cancellation)
    {
        var (tables, unlisted) = (ImmutableArray.CreateBuilder<VisibleTable>(), ImmutableArray.CreateBuilder<VisibleTable>());
        await using var batch = GuardedQuery.Batch(
            connection, ["BEGIN READ ONLY", .. settings, $"SET LOCAL search_path = {PlainPath}", Lineage, Visible, "ROLLBACK"]);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var obstacle = reader.IsDBNull(0) ? null : reader.GetString(0);
        await reader.NextResultAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
        {
            var table = Table(reader, builtIns, standing);
            (reader.GetBoolean(9) ? unlisted : tables).Add(table);
        }

        return new(source.Name, "postgres", tables.ToImmutable(), obstacle is null ? standing.Flags : standing.Flags.Add(obstacle))
        {
            Unlisted = unlisted.ToImmutable(),
            Path = standing.Path,
            Searched = standing.Schemas,
            HasLineage = obstacle is null,
        };
    }

    private static VisibleTable Table(NpgsqlDataReader reader, BuiltIns builtIns, LoginCheck standing)
    {
        // Comments become text for the model. In a schema where others may create objects, their author is untrusted.
        var isTrusted = standing.Schemas.Contains(reader.GetString(0));
        ImmutableArray<VisibleColumn> columns = [.. Parse(reader.GetString(3)).Select(c => new VisibleColumn(c[0].GetString()!, c[1].GetString()!)
        {
            Comment = isTrusted ? c[2].GetString() : null,
            IsDomainOfList = c[3][0].GetBoolean(),
            Substitute = c[3][1].GetString(),
        })];
        ImmutableArray<string> key = [.. Parse(reader.GetString(4)).Select(static c => c.GetString()!)];
        var references = Parse(reader.GetString(5)).Select(static r =>
            new VisibleReference(r[0].GetString()!, Quote.Qualified(r[1].GetString()!, r[2].GetString()!), r[3].GetString()!) { Number = r[4].GetInt32() });
        using var rules = JsonDocument.Parse(reader.GetString(6));
        var rule = RowSecurity.Read(rules.RootElement, reader.GetString(2), reader.GetBoolean(8), builtIns);
        // A key with a hidden column is useless as a row key, and would reveal that column.
        var seen = columns.Select(static c => c.Name).ToHashSet(StringComparer.Ordinal);
        return new(
            reader.GetString(0),
            reader.GetString(1),
            columns,
            key.All(seen.Contains) ? key : [],
            [.. references],
            rule.Words,
            rule.Rules,
            rule.DependsOnAsker,
            reader.GetBoolean(7))
        {
            Fallible = rule.Fallible,
            SystemColumns = [.. reader.GetFieldValue<string[]>(10)],
            Comment = !isTrusted || reader.IsDBNull(11) ? null : reader.GetString(11),
            Number = (uint)reader.GetInt64(12),
            Definition = reader.IsDBNull(13) ? null : reader.GetString(13),
        };
    }

    private static List<JsonElement> Parse(string json)
    {
        using var document = JsonDocument.Parse(json);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }
}
