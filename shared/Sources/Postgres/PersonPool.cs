using System.Collections.Concurrent;
using System.Collections.Immutable;
using Npgsql;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Sources.Lineage;
using Onbehalf.Storage;

namespace Onbehalf.Sources.Postgres;

/// <summary>One person's own connections to one source, with the audit result of the first connection.</summary>
internal sealed class PersonPool(
    NpgsqlDataSource connections,
    LoginCheck check,
    SessionSettings session,
    BuiltIns builtIns,
    LoginResult.Known login,
    string authorityVersion,
    TimeProvider time) : IAsyncDisposable
{
    /// <summary>The interval of the source audit.</summary>
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>The interval of the credential check. A replaced or withdrawn credential ends the pool within this time.</summary>
    private static readonly TimeSpan CredentialLife = TimeSpan.FromMinutes(1);

    private const string RefusesViews =
        "your answers from here are locked for everyone else: the database refuses the temporary view that the app reads their sources from; "
        + "whoever looks after it finds the reason in its log, for example an event trigger";

    private readonly DateTimeOffset _openedAt = time.GetUtcNow();
    private DateTimeOffset _credentialSeenAt = time.GetUtcNow();
    private readonly SharedQuestion<VisibleCatalog> _question = new();
    private KnownCatalog? _catalog;

    public LoginCheck Login { get; } = check;

    public SessionSettings Session { get; } = session;

    public BuiltIns BuiltIns { get; } = builtIns;

    public LineageCache Lineage { get; } = new();

    /// <summary>The SQLSTATE with which the server last refused a temporary view for a text that it ran. Null after a success.</summary>
    public string? LineageRefusal { get; set; }

    public ConfirmedForms Confirmed { get; } = new();

    public bool Serves(Authority authority) => authority.Version == authorityVersion && time.GetUtcNow() - _openedAt < Day;

    /// <summary>Returns true while the person's credential is the one with which this pool was opened.</summary>
    public async Task<bool> HoldsAsync(Authority authority, PostgresSettings source, IPersonLogin logins, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (now - _credentialSeenAt < CredentialLife)
            return true;
        var holds = await logins.ReadAsync(authority, source.Login, cancellation) is LoginResult.Known known
            && known.Username == login.Username && known.Password.Reveal() == login.Password.Reveal();
        _credentialSeenAt = now;
        return holds;
    }

    /// <summary>Reads the catalogue if it has changed. Requests that arrive together, such as those of a dashboard, share one read.</summary>
    public Task<VisibleCatalog> CatalogAsync(PostgresSettings source, CancellationToken cancellation) =>
        _question.AskAsync(() => ReadCatalogAsync(source, CancellationToken.None)).WaitAsync(cancellation);

    private async Task<VisibleCatalog> ReadCatalogAsync(PostgresSettings source, CancellationToken cancellation)
    {
        await using var lease = await OpenAsync(cancellation);
        var (connection, known) = (lease.Connection, _catalog);
        var stamp = await CatalogStamp.ReadAsync(connection, Session.Catalogue, known?.Stamp, cancellation);
        // The fingerprint is read first. A change during the read of the catalogue therefore changes the next fingerprint.
        var catalog =
            known is not null && known.Stamp.Rows == stamp.Rows
                ? known.Catalog
                : await PersonCatalog.ReadAsync(connection, Session.Catalogue, source, Login, BuiltIns, cancellation);
        lease.MarkClean();
        _catalog = new(catalog, stamp);
        return LineageRefusal is { } state && catalog.HasLineage
            ? catalog with { HasLineage = false, Flags = catalog.Flags.Add($"{RefusesViews} ({state})") }
            : catalog;
    }

    /// <summary>Opens one of the person's connections. Behind a connection pooler there is no session of its own to reset.</summary>
    public async Task<PersonConnection> OpenAsync(CancellationToken cancellation) =>
        new(connections, await connections.OpenConnectionAsync(cancellation), needsReset: Session.StartupOptions is not null);

    /// <summary>Returns the key that a column refers to, from the last read catalogue, or null. Costs no round trip.</summary>
    public ReferredKey? KeyOf(uint table, int column) => _catalog?.Catalog.KeyOf(table, column);

    public ValueTask DisposeAsync() => connections.DisposeAsync();

    private sealed record KnownCatalog(VisibleCatalog Catalog, CatalogStamp Stamp);
}

internal abstract record PoolResult
{
    private PoolResult()
    {
    }

    public sealed record Open(PersonPool Pool) : PoolResult;

    public sealed record Refused(string Code, string Reason) : PoolResult;
}

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

/// <summary>
/// Cache of the values that a trigger would store instead of those on a confirmed card. The next card of the same change shows them.
/// </summary>
internal sealed class ConfirmedForms
{
    private const int Most = 100;

    /// <summary>The limit on the characters of one change. A card holds less.</summary>
    private const int MostLength = 100_000;

    private readonly ConcurrentDictionary<string, ImmutableSortedDictionary<string, string?>> _forms = new(StringComparer.Ordinal);

    /// <param name="asked">The digest of the change and of the current row.</param>
    public ImmutableSortedDictionary<string, string?>? Find(string asked) => _forms.GetValueOrDefault(asked);

    public void Keep(string asked, ImmutableSortedDictionary<string, string?> stored)
    {
        if (stored.Values.Sum(static value => value?.Length ?? 0) > MostLength)
            return;
        if (_forms.Count >= Most)
            _forms.Clear();
        _forms[asked] = stored;
    }

    public void Forget(string asked) => _forms.TryRemove(asked, out _);
}
