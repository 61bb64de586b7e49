using Npgsql;
using Onbehalf.Data.Lineage;
using Onbehalf.Identity;

namespace Onbehalf.Data.Postgres;

/// <summary>One person's own connections to one source, and what the audit found when they first came.</summary>
internal sealed class PersonPool(NpgsqlDataSource connections, PersonStanding standing, LoginResult.Known login, string authorityVersion, TimeProvider time) : IAsyncDisposable
{
    /// <summary>What describes the source is asked again after this; the data always is.</summary>
    private static readonly TimeSpan CatalogLife = TimeSpan.FromSeconds(2);

    /// <summary>The source audit runs again after this.</summary>
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);

    /// <summary>A credential that was replaced or taken back ends the pool within this.</summary>
    private static readonly TimeSpan CredentialLife = TimeSpan.FromMinutes(1);

    private readonly DateTimeOffset _openedAt = time.GetUtcNow();
    private DateTimeOffset _credentialSeenAt = time.GetUtcNow();
    private KnownCatalog? _catalog;

    public NpgsqlDataSource Connections { get; } = connections;

    public PersonStanding Standing { get; } = standing;

    public LineageCache Lineage { get; } = new(time);

    public bool Serves(Authority authority) => authority.Version == authorityVersion && time.GetUtcNow() - _openedAt < Day;

    /// <summary>True while the person's credential is the one this pool was opened with.</summary>
    public async Task<bool> HoldsAsync(Authority authority, PostgresSettings source, IPersonLogin logins, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        if (now - _credentialSeenAt < CredentialLife)
            return true;
        var holds = await logins.ReadAsync(authority, source.Connection, cancellation) is LoginResult.Known known
            && known.Username == login.Username && known.Password.Reveal() == login.Password.Reveal();
        _credentialSeenAt = now;
        return holds;
    }

    public async Task<VisibleCatalog> CatalogAsync(PostgresSettings source, CancellationToken cancellation)
    {
        if (_catalog is { } known && time.GetUtcNow() - known.At < CatalogLife)
            return known.Catalog;
        var asked = time.GetUtcNow();
        await using var connection = await Connections.OpenConnectionAsync(cancellation);
        var catalog = await PersonCatalog.ReadAsync(connection, source, Standing, cancellation);
        _catalog = new(catalog, asked);
        return catalog;
    }

    public ValueTask DisposeAsync() => Connections.DisposeAsync();

    private sealed record KnownCatalog(VisibleCatalog Catalog, DateTimeOffset At);
}

internal abstract record PoolResult
{
    private PoolResult()
    {
    }

    public sealed record Open(PersonPool Pool) : PoolResult;

    public sealed record Refused(string Code, string Reason) : PoolResult;
}
