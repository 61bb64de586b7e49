using System.Collections.Frozen;
using System.Text.Json;
using Microsoft.IdentityModel.JsonWebTokens;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Sources.Postgres;

/// <summary>A person's own credential for a database: their password or their access token.</summary>
internal interface IPersonLogin
{
    Task<LoginResult> ReadAsync(Authority authority, SecretPurpose purpose, CancellationToken cancellation);
}

internal abstract record LoginResult
{
    private LoginResult()
    {
    }

    public sealed record Known(string Username, SecretText Password) : LoginResult;

    public sealed record Absent : LoginResult;

    /// <summary>The person can correct the problem. <paramref name="Reason"/> describes how.</summary>
    public sealed record Refused(string Reason) : LoginResult;

    /// <summary>The login cannot be determined now.</summary>
    public sealed record Unavailable : LoginResult;
}

/// <summary>
/// Returns a person's own access token as the password, and the login name in it as the user. The name grants nothing: the server accepts it
/// only if the token belongs to that login.
/// </summary>
internal sealed class EntraLogin(SessionTokens tokens)
{
    public const string Scope = "https://ossrdbms-aad.database.windows.net/.default";

    /// <summary>The claims for the login name in Entra tokens of versions 1 and 2. Some tokens have only the last one.</summary>
    private static readonly string[] NameClaims = ["upn", "preferred_username", "unique_name"];

    public async Task<LoginResult> ReadAsync(Authority authority, string scope, CancellationToken cancellation) =>
        await tokens.GetAsync(authority, scope, cancellation) switch
        {
            SessionTokenResult.Granted(var token) => NameOf(token) is { } name
                ? new LoginResult.Known(name, token)
                : new LoginResult.Refused("Your identity provider names no database login for you."),
            SessionTokenResult.SignInRequired => new LoginResult.Refused(
                "Sign in to Onbehalf in the browser again: the database takes your own sign-in, and none is kept that your provider still honours."),
            SessionTokenResult.Unavailable => new LoginResult.Unavailable(),
            var other => throw new InvalidOperationException($"{other.GetType().Name} is not known here."),
        };

    private static string? NameOf(SecretText token)
    {
        if (!new JsonWebTokenHandler().CanReadToken(token.Reveal()))
            return null;
        var read = new JsonWebToken(token.Reveal());
        return NameClaims
            .Select(claim => read.TryGetPayloadValue<string>(claim, out var name) ? name : null)
            .FirstOrDefault(static name => !string.IsNullOrEmpty(name));
    }
}

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

/// <summary>Reads a person's login from the vault, under a name derived from their subject alone.</summary>
internal sealed class VaultLogin(PersonSecrets secrets)
{
    public async Task<LoginResult> ReadAsync(Authority authority, SecretPurpose purpose, CancellationToken cancellation)
    {
        if (await secrets.ReadAsync(authority.Subject.Id, purpose, cancellation) is not { } secret)
            return new LoginResult.Absent();
        using var document = JsonDocument.Parse(secret.Reveal());
        return document.RootElement.TryGetProperty("username", out var username) && document.RootElement.TryGetProperty("password", out var password)
            ? new LoginResult.Known(username.GetString()!, new SecretText(password.GetString()!))
            : new LoginResult.Absent();
    }
}
