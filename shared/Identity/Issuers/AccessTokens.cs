using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Onbehalf.People;

namespace Onbehalf.Identity.Issuers;

/// <summary>Accepts access tokens (RFC 9068) of allow-listed issuers that were made for us and name a human. Everything else is invalid.</summary>
internal sealed class AccessTokens(IssuerCatalog issuers)
{
    private const int MaxLength = 16 * 1024;

    /// <summary>Present in ID tokens (OIDC Core §2, §3.3.2.11), never in access tokens; <c>cnf</c> binds a token to a key we do not check.</summary>
    private static readonly string[] ForeignClaims = ["nonce", "at_hash", "c_hash", "s_hash", "cnf"];

    private static readonly string[] ClientClaims = ["client_id", "azp", "appid", "cid"];

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = MaxLength };

    public async Task<TokenResult> ValidateAsync(string text)
    {
        if (Read(text) is not { } token || issuers.Of(token) is not { } metadata || !HasAcceptableHeader(metadata.Issuer, token))
            return new TokenResult.Invalid();
        if (await KeysForAsync(metadata, token.Kid) is not { } snapshot)
            return new TokenResult.Unavailable();
        var result = await _handler.ValidateTokenAsync(token, snapshot.AccessTokens);
        if (!result.IsValid)
            return result.Exception is SecurityTokenExpiredException ? new TokenResult.Expired() : new TokenResult.Invalid();
        return IsForAHumanHere(metadata.Issuer, token) && TokenSubject.Of(metadata.Issuer, token, metadata.Issuer.SubjectClaim) is { } subject
            ? new TokenResult.Valid(subject)
            : new TokenResult.Invalid();
    }

    internal static async ValueTask<IssuerSnapshot?> KeysForAsync(IssuerMetadata metadata, string keyId)
    {
        var snapshot = await metadata.CurrentAsync();
        return snapshot is null || snapshot.Knows(keyId) ? snapshot : await metadata.NewerThanAsync(snapshot);
    }

    internal static JsonWebToken? Read(string text)
    {
        // Three parts: a nested or encrypted token (five) is nothing we asked for.
        if (text.Length is 0 or > MaxLength || text.AsSpan().Count('.') != 2)
            return null;
        try
        {
            return new JsonWebToken(text);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool HasAcceptableHeader(Issuer issuer, JsonWebToken token) =>
        issuer.AcceptsTokenType(token.Typ)
        && token.Kid is { Length: > 0 }
        // RFC 7515 §4.1.11: an extension that must be understood and is not makes the token invalid.
        && !token.TryGetHeaderValue<object>("crit", out _);

    private static bool IsForAHumanHere(Issuer issuer, JsonWebToken token)
    {
        if (issuer.ClientId is { } clientId && token.Audiences.Contains(clientId, StringComparer.Ordinal))
            return false;
        foreach (var claim in ForeignClaims)
            if (token.TryGetPayloadValue<object>(claim, out _))
                return false;
        if (issuer.IsEntra && (TokenSubject.Text(token, "idtyp") == "app" || !token.TryGetPayloadValue<object>("scp", out _)))
            return false;
        // RFC 9068 §2.2: in a token an app got for itself, the subject is the app.
        foreach (var claim in ClientClaims)
            if (TokenSubject.Text(token, claim) is { Length: > 0 } client && client == token.Subject)
                return false;
        return true;
    }
}
