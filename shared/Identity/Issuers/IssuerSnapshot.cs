using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Onbehalf.Identity.Issuers;

/// <summary>An issuer's discovery document and keys as of one fetch, with the rules that follow from them prepared once.</summary>
internal sealed class IssuerSnapshot
{
    private const int MinimumRsaBits = 2048;
    private const string Google = "https://accounts.google.com"; // Its ID tokens may leave out the scheme.
    private const string OfflineAccess = "offline_access";
    private const string OnlineScopes = "openid profile";

    /// <summary>Asymmetric only: a symmetric algorithm would let anyone sign with the public key.</summary>
    public static readonly IReadOnlyList<string> Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    /// <summary>An issuer's clock may be ahead by a minute and a half. An expired token is forgiven less.</summary>
    private static readonly TimeSpan EarlyBy = TimeSpan.FromSeconds(90);

    private static readonly TimeSpan LateBy = TimeSpan.FromSeconds(60);

    private readonly SigningKeys _keys;

    /// <param name="version1">Of an Entra issuer: what describes the issuer of its version 1 tokens, where that is another document.</param>
    public IssuerSnapshot(Issuer issuer, OpenIdConnectConfiguration document, OpenIdConnectConfiguration? version1 = null)
    {
        Document = document;
        var keys = Usable(document.SigningKeys);
        // The rules of Entra read the keys of the document itself.
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

    /// <summary>RFC 9207 §3: this issuer puts <c>iss</c> into every authorization response.</summary>
    public bool NamesItselfInAnswers => Document.AuthorizationResponseIssParameterSupported;

    /// <summary>What a sign-in asks for.</summary>
    public string Scopes { get; }

    /// <summary>A provider without the scope <c>offline_access</c>, such as Google, wants parameters for a refresh token.</summary>
    public bool AsksByParameter => !Scopes.Split(' ').Contains(OfflineAccess) && ListsNoOfflineAccess(Document);

    public bool HasKeys => !_keys.IsEmpty;

    public bool Knows(string? keyId) => _keys.Find(keyId) is not null;

    public bool IsNameless(string? keyId) => _keys.IsNameless(keyId);

    /// <summary>The rules with the key that this token is signed with. A key without a name is the only one of its set, or nobody's.</summary>
    public TokenValidationParameters With(TokenValidationParameters rules, string? keyId) => _keys.Narrow(rules, keyId);

    /// <summary>Those that a signature can be checked with: asymmetric and long enough.</summary>
    public static SecurityKey[] Usable(IEnumerable<SecurityKey> keys) => [.. keys.Where(IsStrong)];

    /// <summary>A provider that lists no scopes at all says nothing about this one.</summary>
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
            // The document's own spelling: an issuer may be declared with or without its last slash.
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
