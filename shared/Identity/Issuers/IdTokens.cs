using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.IdentityModel.JsonWebTokens;
using Onbehalf.People;
using Onbehalf.Vault;

namespace Onbehalf.Identity.Issuers;

/// <summary>Validates the ID token of a sign-in that this app started (OIDC Core §3.1.3.7).</summary>
internal sealed partial class IdTokens(TimeProvider time, ILogger<IdTokens>? log = null)
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromMinutes(10);

    private readonly JsonWebTokenHandler _handler = new() { MapInboundClaims = false };
    private readonly ILogger _log = log ?? NullLogger<IdTokens>.Instance;

    /// <summary>Returns the person, or null if the token does not belong to this sign-in.</summary>
    public async Task<Subject?> ValidateAsync(IssuerMetadata metadata, SecretText idToken, string nonce)
    {
        var issuer = metadata.Issuer;
        if (await ReadAsync(metadata, idToken, nonce) is not { } token)
            return null;
        var claim = issuer.IsEntra ? "oid" : JwtRegisteredClaimNames.Sub;
        if (TokenSubject.Of(issuer, token, claim) is { } subject)
            return subject;
        Refuse(issuer, TokenFault.NoPerson(issuer, claim));
        return null;
    }

    /// <summary>Returns the token without a check of its subject. Null if the token does not belong to this sign-in.</summary>
    public async Task<JsonWebToken?> ReadAsync(IssuerMetadata metadata, SecretText idToken, string nonce)
    {
        var issuer = metadata.Issuer;
        if (AccessTokens.Read(idToken.Reveal()) is not { } token)
            return Refuse(issuer, "it is no signed token in three parts");
        if (!(token.Typ is null or "" || token.Typ.Equals("JWT", StringComparison.OrdinalIgnoreCase)))
            return Refuse(issuer, $"its typ {OperatorText.Type(token.Typ)} is not JWT");
        if (token.TryGetHeaderValue<object>("crit", out _))
            return Refuse(issuer, "its header demands an extension (crit)");
        if (await AccessTokens.VerifyAsync(_handler, metadata, token, static snapshot => snapshot.IdTokens) is not { } result)
            return Refuse(issuer, metadata.Trouble ?? "its keys cannot be had");
        if (!result.IsValid)
            return Refuse(issuer, TokenFault.Of(result.Exception, token, issuer.ClientId ?? issuer.Audience));
        if (!IsForUs(issuer, token))
            return Refuse(issuer, "its authorized party (azp) is another client");
        if (!IsRecent(token))
            return Refuse(issuer, "it was not issued within ten minutes (iat): compare the clocks of this server and of the provider");
        return HasNonce(token, nonce) ? token : Refuse(issuer, "its nonce is not the one of this sign-in");
    }

    /// <summary>
    /// Zitadel and Oracle add another audience without <c>azp</c>, so this is accepted. The token endpoint returned the token for this app's own
    /// code. It contains the app's nonce, so nobody else can have relayed it.
    /// </summary>
    private static bool IsForUs(Issuer issuer, JsonWebToken token) =>
        TokenSubject.Text(token, JwtRegisteredClaimNames.Azp) is not { } party || party == issuer.ClientId;

    private static bool HasNonce(JsonWebToken token, string nonce) =>
        TokenSubject.Text(token, JwtRegisteredClaimNames.Nonce) is { } sent
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent), Encoding.UTF8.GetBytes(nonce));

    private bool IsRecent(JsonWebToken token) => (time.GetUtcNow() - token.IssuedAt).Duration() < MaxAge;

    private JsonWebToken? Refuse(Issuer issuer, string reason)
    {
        Log.Refused(_log, issuer.Id, reason);
        return null;
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "The ID token of a sign-in at {Issuer} was refused: {Reason}.")]
        public static partial void Refused(ILogger log, string issuer, string reason);
    }
}
