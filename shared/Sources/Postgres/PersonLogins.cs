using System.Collections.Frozen;
using Onbehalf.Identity;
using Onbehalf.Vault;

namespace Onbehalf.Sources.Postgres;

/// <summary>The login a person has at each source: in the vault, or by their own sign-in where the source says so. Never one for the other.</summary>
internal sealed class PersonLogins(VaultLogin vault, EntraLogin entra, IEnumerable<PostgresSettings> sources) : IPersonLogin
{
    private readonly FrozenDictionary<ConnectionName, string?> _scopes = sources.ToFrozenDictionary(static source => source.Connection, static source => source.TokenScope);

    public Task<LoginResult> ReadAsync(Authority authority, ConnectionName connection, CancellationToken cancellation) =>
        _scopes[connection] is { } scope ? entra.ReadAsync(authority, scope, cancellation) : vault.ReadAsync(authority, connection, cancellation);
}
