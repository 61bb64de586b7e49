using System.Security.Cryptography;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Identity.Issuers;

/// <summary>Accepts the ID token of a sign-in we started (OIDC Core §3.1.3.7).</summary>
internal sealed class IdTokens(TimeProvider time)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };

    /// <summary>The person, or null when the token is not the answer to this sign-in.</summary>
    public async Task<Subject?> ValidateAsync(IssuerMetadata metadata, SecretText idToken, string nonce)
    {
        var issuer = metadata.Issuer;
        if (AccessTokens.Read(idToken.Reveal()) is not { } token
            || !(token.Typ is null or "" || token.Typ.Equals("JWT", StringComparison.OrdinalIgnoreCase))
            || token.TryGetHeaderValue<object>("crit", out _)
            || await AccessTokens.KeysForAsync(metadata, token.Kid) is not { } snapshot)
            return null;
        var result = await _handler.ValidateTokenAsync(token, snapshot.IdTokens);
        return result.IsValid && IsForUs(issuer, token) && IsRecent(token) && HasNonce(token, nonce)
            ? TokenSubject.Of(issuer, token, issuer.IsEntra ? "oid" : JwtRegisteredClaimNames.Sub)
            : null;
    }

    private static bool IsForUs(Issuer issuer, JsonWebToken token)
    {
        var party = TokenSubject.Text(token, JwtRegisteredClaimNames.Azp);
        return party is null ? token.Audiences.Count() == 1 : party == issuer.ClientId;
    }

    private static bool HasNonce(JsonWebToken token, string nonce) =>
        TokenSubject.Text(token, JwtRegisteredClaimNames.Nonce) is { } sent
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent), Encoding.UTF8.GetBytes(nonce));

    private bool IsRecent(JsonWebToken token) => (time.GetUtcNow() - token.IssuedAt).Duration() < MaxAge;
}
