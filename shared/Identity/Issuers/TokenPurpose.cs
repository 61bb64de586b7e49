using Microsoft.IdentityModel.JsonWebTokens;

namespace Onbehalf.Identity.Issuers;

/// <summary>
/// Determines the purpose of a signed token. The same keys sign ID tokens, refresh tokens and client-credentials tokens. Each of these has
/// claims that a person's access token lacks.
/// </summary>
internal static class TokenPurpose
{
    /// <summary>
    /// The hash claims occur in ID tokens (OIDC Core §2, §3.3.2.11), never in access tokens. <c>cnf</c> binds a token to a key, which this app
    /// does not check.
    /// </summary>
    private static readonly string[] ForeignClaims = ["at_hash", "c_hash", "s_hash", "cnf"];

    private static readonly string[] ClientClaims = ["client_id", "azp", "appid", "cid"];

    private static readonly string[] AccessClaims = ["scp", "scope", "client_id", "cid"];

    /// <summary>Keycloak's payload claim <c>typ</c>. Its other kinds of token have the same header <c>typ</c>.</summary>
    private static readonly string[] OtherKinds = ["ID", "Refresh", "Offline", "Logout", "RPT", "DPoP"];

    /// <summary>Returns the reason for a refusal, or null for a person's access token.</summary>
    public static string? WhyNotForAHuman(Issuer issuer, JsonWebToken token)
    {
        if (issuer.ClientId is { } clientId && token.Audiences.Contains(clientId, StringComparer.Ordinal))
            return "its audience includes the web client, as an ID token's does";
        if (ForeignClaims.FirstOrDefault(claim => Has(token, claim)) is { } foreign)
            return $"it has {foreign}, which an access token for this app does not have";
        var kind = TokenSubject.Text(token, "typ");
        if (kind is not null && OtherKinds.Contains(kind, StringComparer.OrdinalIgnoreCase))
            return "its claim typ names another kind of token";
        // Keycloak before version 25 repeats the nonce in access tokens, whose claim typ is Bearer.
        if (Has(token, "nonce") && !string.Equals(kind, "Bearer", StringComparison.OrdinalIgnoreCase))
            return "it has a nonce, as an ID token does";
        if (token.Typ is null or "" && !AccessClaims.Any(claim => Has(token, claim)))
            return "it has neither typ nor a scope or a client, so it may be an ID token";
        if (issuer.IsEntra && (TokenSubject.Text(token, "idtyp") == "app" || !Has(token, "scp")))
            return "it has no delegated scope (scp), as an app's own token";
        return IsOfAnApp(token) ? "an app got it for itself, so it names no person" : null;
    }

    /// <summary>
    /// RFC 9068 §2.2: in a client-credentials token the subject is the client. Keycloak and Auth0 use a separate subject for clients and
    /// identify them in other claims.
    /// </summary>
    private static bool IsOfAnApp(JsonWebToken token)
    {
        if (TokenSubject.Text(token, "gty") == "client-credentials")
            return true;
        foreach (var claim in ClientClaims)
        {
            if (TokenSubject.Text(token, claim) is { Length: > 0 } client
                && (client == token.Subject || token.Subject == $"{client}@clients"
                    || string.Equals(TokenSubject.Text(token, "preferred_username"), $"service-account-{client}", StringComparison.OrdinalIgnoreCase)))
                return true;
        }

        return false;
    }

    private static bool Has(JsonWebToken token, string claim) => token.TryGetPayloadValue<object>(claim, out _);
}
