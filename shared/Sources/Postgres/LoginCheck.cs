using System.Collections.Immutable;
using System.Text.Json;
using Npgsql;

namespace Onbehalf.Sources.Postgres;

/// <summary>The result of the source audit as one person: whether their login is restricted to its own rights, and warnings.</summary>
internal sealed record LoginCheck(ImmutableArray<string> Refusals, ImmutableArray<string> Flags, ImmutableArray<string> Schemas)
{
    /// <summary>The login's own timeout, as set by the server's administrator. Null if there is none.</summary>
    public TimeSpan? StatementTimeout { get; init; }

    /// <summary>False behind a connection pooler that drops startup options.</summary>
    public bool TakesOptions { get; init; }

    /// <summary>The schemas of the login's own search path in order, including those that are not searched.</summary>
    public ImmutableArray<string> Path { get; init; } = [];

    /// <summary>The first fixed minor release per major version: CVE-2026-120154, CVE-2026-16239, CVE-2025-8713, CVE-2024-10976.</summary>
    private static readonly ImmutableSortedDictionary<int, int> Floor = ImmutableSortedDictionary.CreateRange(
        new KeyValuePair<int, int>[] { new(14, 25), new(15, 20), new(16, 16), new(17, 12), new(18, 7) });

    private const string Timeout = "SELECT s.reset_val::bigint FROM pg_catalog.pg_settings s WHERE s.name = 'statement_timeout'";

    /// <summary>The audit reads policies as trees, because <c>pg_get_expr</c> would wait for a lock on the table, even on a hidden one.</summary>
    private const string Audit = $"""
        SELECT jsonb_build_object(
          'version', current_setting('server_version_num')::int,
          'options', coalesce(current_setting('{SessionSettings.Marker}', true) = 'on', false),
          'super', (SELECT coalesce(bool_or(r.rolsuper), false) FROM pg_roles r WHERE pg_has_role(current_user, r.oid, 'MEMBER') AND r.rolsuper),
          'bypass', (SELECT coalesce(bool_or(r.rolbypassrls), false) FROM pg_roles r WHERE pg_has_role(current_user, r.oid, 'MEMBER')),
          'system', (SELECT coalesce(jsonb_agg(r.rolname ORDER BY r.rolname), '[]') FROM pg_roles r
                     WHERE r.rolname ~ '^pg_' AND r.rolname <> 'pg_database_owner' AND pg_has_role(current_user, r.oid, 'MEMBER')),
          'owns', EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                     WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relkind IN ('r','p','v','m','f') AND pg_has_role(c.relowner, 'MEMBER')),
          'variables', (SELECT coalesce(jsonb_agg(DISTINCT p.polrelid::regclass::text), '[]') FROM pg_policy p JOIN pg_proc f ON f.proname = 'current_setting' AND f.pronamespace = 'pg_catalog'::regnamespace
                     WHERE position(':funcid ' || f.oid || ' ' in concat(p.polqual, p.polwithcheck)) > 0 AND has_any_column_privilege(p.polrelid, 'SELECT')),
          'ownerViews', (SELECT coalesce(jsonb_agg(DISTINCT v.oid::regclass::text), '[]')
                     FROM pg_class v JOIN pg_rewrite w ON w.ev_class = v.oid JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                       AND d.refclassid = 'pg_class'::regclass JOIN pg_class t ON t.oid = d.refobjid
                     WHERE v.relkind IN ('v','m') AND t.relrowsecurity AND has_any_column_privilege(v.oid, 'SELECT')
                       AND (v.relkind = 'm' OR NOT coalesce((SELECT o.option_value::boolean FROM pg_options_to_table(v.reloptions) o WHERE o.option_name = 'security_invoker'), false))),
          'definers', (SELECT coalesce(jsonb_agg(DISTINCT p.proname), '[]') FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
                     WHERE p.prosecdef AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND has_function_privilege(p.oid, 'EXECUTE') AND has_schema_privilege(n.oid, 'USAGE')),
          'reach', (SELECT coalesce(jsonb_agg(extname ORDER BY extname), '[]') FROM pg_extension WHERE extname IN ('dblink','postgres_fdw','file_fdw')),
          'path', (SELECT coalesce(jsonb_agg(s.name ORDER BY s.place) FILTER (WHERE s.name !~ '^pg_'), '[]') FROM unnest(current_schemas(false)) WITH ORDINALITY s(name, place)),
          'schemas', (SELECT coalesce(jsonb_agg(jsonb_build_object('name', n.nspname, 'open', EXISTS (
                         SELECT FROM aclexplode(n.nspacl) a WHERE a.privilege_type = 'CREATE' AND a.grantee <> n.nspowner)) ORDER BY n.nspname), '[]')
                     FROM pg_namespace n WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND has_schema_privilege(n.oid, 'USAGE')))::text
        """;

    public static async Task<LoginCheck> ReadAsync(NpgsqlConnection connection, PostgresSettings source, CancellationToken cancellation)
    {
        await using var batch = GuardedQuery.Batch(connection, ["BEGIN READ ONLY", SessionSettings.OwnTimeout, Timeout, Audit, "ROLLBACK"]);
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        var timeout = reader.GetInt64(0);
        await reader.NextResultAsync(cancellation);
        await reader.ReadAsync(cancellation);
        using var found = JsonDocument.Parse(reader.GetString(0));
        return Judge(found.RootElement, source) with { StatementTimeout = timeout > 0 ? TimeSpan.FromMilliseconds(timeout) : null };
    }

    internal static LoginCheck Judge(JsonElement found, PostgresSettings source)
    {
        var (refusals, flags) = (ImmutableArray.CreateBuilder<string>(), ImmutableArray.CreateBuilder<string>());
        var version = found.GetProperty("version").GetInt32();
        if (IsBelowFloor(version))
            (source.MayBeBelowFloor ? flags : refusals).Add($"PostgreSQL {version / 10_000}.{version % 10_000} is below the security floor");
        if (found.GetProperty("super").GetBoolean())
            refusals.Add("the login is, or may become, a superuser");
        if (found.GetProperty("bypass").GetBoolean())
            refusals.Add("the login is, or may become, one that bypasses row security");
        if (found.GetProperty("owns").GetBoolean())
            refusals.Add("the login owns tables, and an owner is not held to row security");
        Add(refusals, found, "system", "the login is a member of the system role");
        Add(flags, found, "variables", "a policy trusts a session variable:");
        Add(flags, found, "ownerViews", "shows rows with its owner's rights:");
        Add(flags, found, "definers", "runs with its owner's rights:");
        Add(flags, found, "reach", "reaches other servers:");
        var schemas = found.GetProperty("schemas").EnumerateArray().ToList();
        var open = schemas
            .Where(static s => s.GetProperty("open").GetBoolean())
            .Select(static s => s.GetProperty("name").GetString()!)
            .ToHashSet(StringComparer.Ordinal);
        if (open.Count > 0)
            flags.Add($"others may create objects in schema: {string.Join(", ", open)}; name it to read it");
        return new(
            refusals.ToImmutable(), flags.ToImmutable(), [.. schemas.Select(static s => s.GetProperty("name").GetString()!).Where(s => !open.Contains(s))])
        {
            TakesOptions = found.GetProperty("options").GetBoolean(),
            Path = found.TryGetProperty("path", out var path) ? [.. path.EnumerateArray().Select(static name => name.GetString()!)] : [],
        };
    }

    /// <summary>
    /// Returns the path for unqualified names in model-written SQL: the login's own path, then every other schema. <see cref="NameChoice"/>
    /// refuses names that this leaves ambiguous. Schemas in which somebody else may create objects are excluded.
    /// </summary>
    public string SearchPath() =>
        string.Join(
            ", ",
            Path.Where(name => Schemas.Contains(name))
                .Concat(Schemas)
                .Distinct(StringComparer.Ordinal)
                .Select(Quote.Name)
                .Prepend("pg_catalog")
                .Append("pg_temp"));

    internal static bool IsBelowFloor(int version) =>
        Floor.TryGetValue(version / 10_000, out var minor) ? version % 10_000 < minor : version / 10_000 <= Floor.Keys.Last();

    private static void Add(ImmutableArray<string>.Builder list, JsonElement found, string field, string words)
    {
        var names = found.GetProperty(field).EnumerateArray().Select(static n => n.GetString()).ToList();
        if (names.Count > 0)
            list.Add($"{words} {string.Join(", ", names)}");
    }
}
