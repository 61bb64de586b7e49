using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Onbehalf.Identity.Issuers;

/// <summary>
/// The reason for a failed token check, for the operator. It names claims and settings, and quotes only addresses and ids of the token.
/// </summary>
internal static class TokenFault
{
    public static string Of(Exception? failure, JsonWebToken token, string audience) => failure switch
    {
        SecurityTokenSignatureKeyNotFoundException when token.Kid is null or "" => "it names no key (kid), and the key set does not hold exactly one",
        SecurityTokenSignatureKeyNotFoundException => "its key (kid) is not in the key set",
        SecurityTokenInvalidAlgorithmException => "its algorithm is not allowed",
        SecurityTokenInvalidSignatureException => "its signature does not match",
        SecurityTokenInvalidSigningKeyException => "its key does not belong to its tenant or cloud",
        // The signature is checked first, so these claims come from the issuer.
        SecurityTokenInvalidAudienceException => $"its audience {string.Join(' ', token.Audiences.Take(5).Select(OperatorText.Name))} is not {audience}",
        SecurityTokenInvalidIssuerException => $"its issuer {OperatorText.Name(token.Issuer)} is not the one that the discovery document names",
        SecurityTokenExpiredException => "it has expired",
        SecurityTokenNotYetValidException => "it is not valid yet (nbf): compare the clocks of this server and of the provider",
        SecurityTokenNoExpirationException => "it has no expiry",
        SecurityTokenInvalidLifetimeException => "its times contradict each other",
        null => "it is not valid",
        var other => $"it is not valid ({other.GetType().Name})",
    };

    public static string NoPerson(Issuer issuer, string claim) =>
        $"it names no person of this issuer: {claim}{(issuer.IsEntra ? " or an allowed tid" : "")} is missing or unusable";
}
