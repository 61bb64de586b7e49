using Npgsql;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// A fingerprint of everything from which a <see cref="VisibleCatalog"/> is read: grants, policies, memberships, columns. A cached catalogue is
/// valid while the fingerprint is unchanged. In an equal snapshot the database is the same, so the fingerprint is not computed.
/// </summary>
internal sealed record CatalogStamp(string Snapshot, string? Rows)
{
    private const string Query = """
        SELECT s, CASE WHEN s <> $1 THEN concat_ws('|',
          (SELECT count(*) || ':' || sum(hashint8extended(a.attrelid::bigint << 32 | a.attnum & 65535, a.xmin::text::bigint)) FROM pg_catalog.pg_attribute a WHERE a.attrelid >= 16384),
          (SELECT count(*) || ':' || sum(hashint8extended(c.oid::bigint, c.xmin::text::bigint)) FROM pg_catalog.pg_class c WHERE c.oid >= 16384),
          (SELECT count(*) || ':' || sum(hashint8extended(t.oid::bigint, t.xmin::text::bigint)) FROM pg_catalog.pg_type t WHERE t.oid >= 16384),
          (SELECT count(*) || ':' || sum(hashint8extended(k.oid::bigint, k.xmin::text::bigint)) FROM pg_catalog.pg_constraint k WHERE k.oid >= 16384),
          (SELECT count(*) || ':' || sum(hashint8extended(p.oid::bigint, p.xmin::text::bigint)) FROM pg_catalog.pg_policy p),
          (SELECT count(*) || ':' || sum(hashint8extended(w.oid::bigint, w.xmin::text::bigint)) FROM pg_catalog.pg_rewrite w WHERE w.oid >= 16384),
          (SELECT count(*) || ':' || sum(hashint8extended(d.objoid::bigint << 32 | d.objsubid & 65535, d.xmin::text::bigint)) FROM pg_catalog.pg_description d WHERE d.objoid >= 16384),
          (SELECT count(*) || ':' || sum(hashint8extended(n.oid::bigint, n.xmin::text::bigint)) FROM pg_catalog.pg_namespace n),
          (SELECT count(*) || ':' || sum(hashint8extended(m.roleid::bigint << 32 | m.member::bigint, m.xmin::text::bigint)) FROM pg_catalog.pg_auth_members m),
          (SELECT count(*) || ':' || sum(hashtextextended(concat(r.oid, r.rolname, r.rolsuper, r.rolinherit, r.rolbypassrls), 0)) FROM pg_catalog.pg_roles r),
          (SELECT count(*) || ':' || sum(hashint8extended(i.inhrelid::bigint << 32 | i.inhparent::bigint, i.xmin::text::bigint)) FROM pg_catalog.pg_inherits i),
          (SELECT d.xmin::text FROM pg_catalog.pg_database d WHERE d.datname = current_database())) END
        FROM (SELECT pg_catalog.pg_current_snapshot()::text AS s) now
        """;

    public static async Task<CatalogStamp> ReadAsync(
        NpgsqlConnection connection, IEnumerable<string> settings, CatalogStamp? known, CancellationToken cancellation)
    {
        await using var batch = GuardedQuery.Batch(connection, ["BEGIN READ ONLY", .. settings, Query, "ROLLBACK"]);
        batch.BatchCommands[^2].Parameters.Add(new() { Value = known?.Snapshot ?? "" });
        await using var reader = await batch.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return new(reader.GetString(0), reader.IsDBNull(1) ? known?.Rows : reader.GetString(1));
    }
}
