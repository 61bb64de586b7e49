using Microsoft.IdentityModel.JsonWebTokens;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Identity.Issuers;

/// <summary>Reads the person from a token with a verified signature.</summary>
internal static class TokenSubject
{
    private const int MaxKeyLength = 255;

    /// <summary>Returns the person, or null if the token does not name exactly one human of this issuer.</summary>
    public static Subject? Of(Issuer issuer, JsonWebToken token, string keyClaim)
    {
        var tenant = issuer.IsEntra ? Text(token, "tid") : null;
        if (!issuer.AcceptsTenant(tenant) || Text(token, keyClaim) is not { Length: > 0 and <= MaxKeyLength } key)
            return null;
        return new(
            SubjectId.Of(issuer.Url, tenant, key), issuer.Id, issuer.Url, tenant, key, DisplayName.Of(Text(token, JwtRegisteredClaimNames.Name), key));
    }

    public static string? Text(JsonWebToken token, string claim) => token.TryGetPayloadValue<string>(claim, out var value) ? value : null;
}
