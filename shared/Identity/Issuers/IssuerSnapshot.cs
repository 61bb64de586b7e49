using System.Collections.Frozen;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Onbehalf.Identity.Issuers;

/// <summary>An issuer's discovery document and keys as of one fetch, with the rules that follow from them prepared once.</summary>
internal sealed class IssuerSnapshot
{
    private const int MinimumRsaBits = 2048;

    /// <summary>Asymmetric only: a symmetric algorithm would let anyone sign with the public key.</summary>
    public static readonly IReadOnlyList<string> Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private readonly FrozenSet<string> _keyIds;

    /// <param name="version1">Of an Entra issuer: what describes the issuer of its version 1 tokens, where that is another document.</param>
    public IssuerSnapshot(Issuer issuer, OpenIdConnectConfiguration document, OpenIdConnectConfiguration? version1 = null)
    {
        Document = document;
        var keys = Usable(document.SigningKeys);
        // The rules of Entra read the keys of the document itself.
        document.SigningKeys.Clear();
        foreach (var key in keys)
            document.SigningKeys.Add(key);
        _keyIds = keys.Select(static key => key.KeyId).ToFrozenSet(StringComparer.Ordinal);
        AccessTokens = Rules(issuer, issuer.Audience, keys, version1);
        IdTokens = Rules(issuer, issuer.ClientId ?? issuer.Audience, keys, version1);
    }

    public OpenIdConnectConfiguration Document { get; }

    public TokenValidationParameters AccessTokens { get; }

    public TokenValidationParameters IdTokens { get; }

    /// <summary>RFC 9207 §3: this issuer puts <c>iss</c> into every authorization response.</summary>
    public bool NamesItselfInAnswers => Document.AuthorizationResponseIssParameterSupported;

    public bool Knows(string keyId) => _keyIds.Contains(keyId);

    /// <summary>Those that a signature can be checked with: named, asymmetric and long enough.</summary>
    public static SecurityKey[] Usable(IEnumerable<SecurityKey> keys) => [.. keys.Where(static key => key.KeyId is { Length: > 0 } && IsStrong(key))];

    private static bool IsStrong(SecurityKey key) => key switch
    {
        RsaSecurityKey or X509SecurityKey => key.KeySize >= MinimumRsaBits,
        ECDsaSecurityKey => true,
        _ => false,
    };

    private TokenValidationParameters Rules(Issuer issuer, string audience, SecurityKey[] keys, OpenIdConnectConfiguration? version1)
    {
        var rules = new TokenValidationParameters
        {
            ClockSkew = TimeSpan.FromSeconds(60),
            IssuerSigningKeys = keys,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = Algorithms,
            ValidAudience = audience,
            ValidIssuer = issuer.Url,
            ValidateIssuerSigningKey = true,
        };
        if (issuer.IsEntra)
            EntraRule.Apply(issuer, Document, version1, rules);
        return rules;
    }
}
