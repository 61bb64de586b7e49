using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Onbehalf.Identity.Issuers;

/// <summary>An issuer's discovery document and keys from one fetch, with the validation rules derived from them.</summary>
internal sealed class IssuerSnapshot
{
    private const int MinimumRsaBits = 2048;
    private const string Google = "https://accounts.google.com"; // Its ID tokens may leave out the scheme.
    private const string OfflineAccess = "offline_access";
    private const string OnlineScopes = "openid profile";

    /// <summary>Asymmetric algorithms only: with a symmetric algorithm, anyone could sign with the public key.</summary>
    public static readonly IReadOnlyList<string> Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>The tolerance for <c>nbf</c>: an issuer's clock can be 90 seconds ahead. The tolerance for expiry is smaller.</summary>
    private static readonly TimeSpan EarlyBy = TimeSpan.FromSeconds(90);

    internal static readonly TimeSpan LateBy = TimeSpan.FromSeconds(60);

    private readonly SigningKeys _keys;

    /// <param name="version1">The document of the issuer of an Entra issuer's version 1 tokens, if it is a separate one.</param>
    public IssuerSnapshot(Issuer issuer, OpenIdConnectConfiguration document, OpenIdConnectConfiguration? version1 = null)
    {
        Document = document;
        var keys = Usable(document.SigningKeys);
        // The Entra rules read the keys from the document itself.
        document.SigningKeys.Clear();
        foreach (var key in keys)
            document.SigningKeys.Add(key);
        _keys = new(keys);
        Scopes = issuer.Scopes ?? (ListsNoOfflineAccess(document) ? OnlineScopes : $"{OnlineScopes} {OfflineAccess}");
        AccessTokens = Rules(issuer, issuer.Audience, keys, version1);
        IdTokens = Rules(issuer, issuer.ClientId ?? issuer.Audience, keys, version1);
        if (issuer.Url == Google)
            IdTokens.ValidIssuers = [Google, new Uri(Google).Host];
    }

    public OpenIdConnectConfiguration Document { get; }

    public TokenValidationParameters AccessTokens { get; }

    public TokenValidationParameters IdTokens { get; }

    /// <summary>RFC 9207 §3: this issuer adds <c>iss</c> to every authorization response.</summary>
    public bool NamesItselfInAnswers => Document.AuthorizationResponseIssParameterSupported;

    /// <summary>The scopes of a sign-in.</summary>
    public string Scopes { get; }

    /// <summary>True for a provider without the scope <c>offline_access</c>, such as Google. It requires parameters for a refresh token.</summary>
    public bool AsksByParameter => !Scopes.Split(' ').Contains(OfflineAccess) && ListsNoOfflineAccess(Document);

    public bool HasKeys => !_keys.IsEmpty;

    public bool Knows(string? keyId) => _keys.Find(keyId) is not null;

    public bool IsNameless(string? keyId) => _keys.IsNameless(keyId);

    /// <summary>Returns the rules with the key of this token. A key without a name is accepted only if it is the only one of its set.</summary>
    public TokenValidationParameters With(TokenValidationParameters rules, string? keyId) => _keys.Narrow(rules, keyId);

    /// <summary>Returns the keys that can verify a signature: asymmetric and long enough.</summary>
    public static SecurityKey[] Usable(IEnumerable<SecurityKey> keys) => [.. keys.Where(IsStrong)];

    /// <summary>False for a provider without a list of scopes: support is then unknown.</summary>
    private static bool ListsNoOfflineAccess(OpenIdConnectConfiguration document) =>
        document.ScopesSupported is { Count: > 0 } listed && !listed.Contains(OfflineAccess);

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
            ClockSkew = LateBy,
            IssuerSigningKeys = keys,
            LifetimeValidator = IsInItsTime,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            TryAllIssuerSigningKeys = false,
            ValidAlgorithms = Algorithms,
            ValidAudience = audience,
            // The exact form of the document, because the declared issuer may differ by a trailing slash.
            ValidIssuer = Document.Issuer is { Length: > 0 } named && IssuerName.IsSame(named, issuer.Url) ? named : issuer.Url,
            ValidateIssuerSigningKey = true,
        };
        if (issuer.IsEntra)
            EntraRule.Apply(issuer, Document, version1, rules);
        return rules;
    }

    private static bool IsInItsTime(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters rules)
    {
        var plain = new TokenValidationParameters { ClockSkew = LateBy, RequireExpirationTime = rules.RequireExpirationTime };
        Validators.ValidateLifetime(notBefore - (EarlyBy - LateBy), expires, token, plain);
        return true;
    }
}

/// <summary>
/// Compares issuer identifiers character by character (OIDC Discovery §4.3), except for a trailing slash, which people often add or omit.
/// </summary>
internal static class IssuerName
{
    public static bool IsSame(string? one, string? other) => one is not null && other is not null && Bare(one) == Bare(other);

    /// <summary>Removes one trailing slash.</summary>
    public static string Bare(string url) => url.EndsWith('/') ? url[..^1] : url;
}

/// <summary>
/// The keys of one key set by <c>kid</c>, which is optional (RFC 7515 §4.1.4, RFC 7517 §4.5). If the set has one key, a token without <c>kid</c>
/// uses it. If that key has no name, every token uses it. With several keys, a token without <c>kid</c> has no key.
/// </summary>
internal sealed class SigningKeys
{
    private readonly FrozenDictionary<string, ImmutableArray<SecurityKey>> _byName;
    private readonly ImmutableArray<SecurityKey> _only;

    public SigningKeys(IReadOnlyCollection<SecurityKey> usable)
    {
        _byName = usable.Where(static key => key.KeyId is { Length: > 0 })
            .GroupBy(static key => key.KeyId, StringComparer.Ordinal)
            .ToFrozenDictionary(static same => same.Key, static same => same.ToImmutableArray(), StringComparer.Ordinal);
        // One entry of a set can yield both a bare key and a certificate.
        var different = usable.Select(static key => Base64UrlEncoder.Encode(key.ComputeJwkThumbprint())).Distinct(StringComparer.Ordinal).Count();
        _only = different == 1 ? [.. usable] : [];
    }

    public bool IsEmpty => _byName.Count == 0 && _only.IsEmpty;

    /// <summary>Returns the keys for a <c>kid</c>, or null if no key of the set can have signed such a token.</summary>
    public ImmutableArray<SecurityKey>? Find(string? name)
    {
        if (name is { Length: > 0 } && _byName.TryGetValue(name, out var named))
            return named;
        return !_only.IsEmpty && (name is null or "" || _byName.Count == 0) ? _only : null;
    }

    /// <summary>Returns true if the key matches only because it is the sole key. Its replacement then has no new name.</summary>
    public bool IsNameless(string? name) => Find(name) is not null && (name is null or "" || !_byName.ContainsKey(name));

    /// <summary>Returns the rules restricted to this key.</summary>
    public TokenValidationParameters Narrow(TokenValidationParameters rules, string? name)
    {
        if (!IsNameless(name))
            return rules;
        var narrowed = rules.Clone();
        narrowed.IssuerSigningKeys = Find(name) ?? [];
        narrowed.TryAllIssuerSigningKeys = true;
        return narrowed;
    }
}
