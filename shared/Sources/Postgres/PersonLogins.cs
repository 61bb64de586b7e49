using System.Collections.Frozen;
using Onbehalf.Identity;
using Onbehalf.Vault;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// Reads a person's login for each source, from the vault or, if the source is configured so, from their own sign-in. One never replaces the other.
/// </summary>
internal sealed class PersonLogins(VaultLogin vault, EntraLogin entra, IEnumerable<PostgresSettings> sources) : IPersonLogin
{
    private readonly FrozenDictionary<SecretPurpose, string?> _scopes = sources.ToFrozenDictionary(
        static source => source.Login, static source => source.TokenScope);

    public Task<LoginResult> ReadAsync(Authority authority, SecretPurpose purpose, CancellationToken cancellation) =>
        _scopes[purpose] is { } scope ? entra.ReadAsync(authority, scope, cancellation) : vault.ReadAsync(authority, purpose, cancellation);
}
