using System.Collections.Frozen;
using Microsoft.IdentityModel.Tokens;
using Onbehalf.Identity.Issuers;

namespace Onbehalf.Identity.Signals;

/// <summary>A transmitter's keys as of one fetch, and the rules for its tokens (RFC 8417 §2.2: no expiry).</summary>
internal sealed class SetKeys
{
    private readonly FrozenSet<string> _ids;

    public SetKeys(string jwks, string issuer, string audience)
    {
        var keys = IssuerSnapshot.Usable(new JsonWebKeySet(jwks).GetSigningKeys());
        _ids = keys.Select(static key => key.KeyId).ToFrozenSet(StringComparer.Ordinal);
        Rules = new()
        {
            ClockSkew = TimeSpan.FromSeconds(60),
            IssuerSigningKeys = keys,
            RequireExpirationTime = false,
            RequireSignedTokens = true,
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = IssuerSnapshot.Algorithms,
            ValidAudience = audience,
            ValidIssuer = issuer,
            ValidateIssuerSigningKey = true,
        };
    }

    public TokenValidationParameters Rules { get; }

    public bool Knows(string keyId) => _ids.Contains(keyId);
}
