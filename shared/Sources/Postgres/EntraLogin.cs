using Microsoft.IdentityModel.JsonWebTokens;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.Vault;

namespace Onbehalf.Sources.Postgres;

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
