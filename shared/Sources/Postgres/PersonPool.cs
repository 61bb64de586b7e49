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
        new(connections, await connections.OpenConnectionAsync(cancellation), hasSession: Session.StartupOptions is not null);

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
