using Microsoft.IdentityModel.Tokens;
using Onbehalf.Identity.Issuers;

namespace Onbehalf.Identity.Signals;

/// <summary>A transmitter's keys from one fetch, and the validation rules for its tokens, which have no expiry (RFC 8417 §2.2).</summary>
internal sealed class SetKeys
{
    private readonly SigningKeys _keys;
    private readonly TokenValidationParameters _rules;

    public SetKeys(string jwks, string issuer, string audience)
    {
        var keys = IssuerSnapshot.Usable(new JsonWebKeySet(jwks).GetSigningKeys());
        _keys = new(keys);
        _rules = new()
        {
            ClockSkew = TimeSpan.FromSeconds(60),
            IssuerSigningKeys = keys,
            RequireExpirationTime = false,
            RequireSignedTokens = true,
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = IssuerSnapshot.Algorithms,
            ValidAudience = audience,
            ValidIssuers = [IssuerName.Bare(issuer), $"{IssuerName.Bare(issuer)}/"],
            ValidateIssuerSigningKey = true,
        };
    }

    public bool Knows(string? keyId) => _keys.Find(keyId) is not null;

    public TokenValidationParameters RulesFor(string? keyId) => _keys.Narrow(_rules, keyId);
}
