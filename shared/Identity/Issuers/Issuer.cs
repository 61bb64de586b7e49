using System.Collections.Frozen;
using Microsoft.IdentityModel.JsonWebTokens;
using Onbehalf.Ids;
using Onbehalf.Vault;

namespace Onbehalf.Identity.Issuers;

/// <summary>A trusted issuer. The operator's declaration is validated once at start.</summary>
internal sealed class Issuer
{
    private const string AccessTokenType = "at+jwt";
    private const string NoType = "";

    private static readonly FrozenSet<string> OwnParameters = FrozenSet.Create(
        StringComparer.Ordinal,
        "response_type",
        "response_mode",
        "client_id",
        "redirect_uri",
        "scope",
        "state",
        "nonce",
        "code_challenge",
        "code_challenge_method",
        "request",
        "request_uri");

    private readonly FrozenSet<string> _tenants;
    private readonly FrozenSet<string> _tokenTypes;

    public Issuer(IssuerSetting setting)
    {
        Id = SettingName.Require(setting.Id);
        Url = setting.Issuer;
        Name = setting.Name ?? setting.Id;
        Audience = Required(setting.Audience, "audience");
        ClientId = setting.ClientId;
        ClientSecret = setting.ClientSecret is { Length: > 0 } secret ? new(secret) : null;
        Scopes = setting.Scopes;
        AuthorizationParameters = setting.AuthorizationParameters.ToFrozenDictionary(StringComparer.Ordinal);
        _tenants = setting.Tenants.ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        Directory = setting.Directory;
        _tokenTypes = (setting.TokenTypes ?? (Directory.Kind == "okta" ? [AccessTokenType, NoType] : [AccessTokenType]))
            .SelectMany(static type => type == NoType ? [type] : new[] { type, $"application/{type}" }).ToFrozenSet(StringComparer.OrdinalIgnoreCase);
        UsesManagedIdentity = setting.ClientAssertion == "managed-identity";
        SubjectClaim = IsEntra ? "oid" : Directory.Kind == "okta" ? "uid" : JwtRegisteredClaimNames.Sub;
        Check(setting);
    }

    public string Id { get; }

    public string Url { get; }

    public string Name { get; }

    public string Audience { get; }

    public string? ClientId { get; }

    public SecretText? ClientSecret { get; }

    public bool UsesManagedIdentity { get; }

    /// <summary>The declared scopes. Null if the provider's document determines them.</summary>
    public string? Scopes { get; }

    public FrozenDictionary<string, string> AuthorizationParameters { get; }

    public DirectorySetting Directory { get; }

    /// <summary>The claim of an access token with the person's immutable key. Okta's access tokens have the login name in <c>sub</c>.</summary>
    public string SubjectClaim { get; }

    /// <summary>The tenant of all people of this issuer, if there is only one.</summary>
    public string? OnlyTenant => _tenants.Count == 1 ? _tenants.Single() : null;

    public bool IsEntra => _tenants.Count > 0;

    /// <summary>The permitted Entra tenants.</summary>
    public IReadOnlySet<string> Tenants => _tenants;

    public bool CanSignIn => ClientId is not null;

    public SecretPurpose SessionGrant => new($"session-{Id}");

    public bool AcceptsTokenType(string? type) => _tokenTypes.Contains(type ?? NoType);

    public bool AcceptsTenant(string? tenant) => !IsEntra || (tenant is not null && _tenants.Contains(tenant));

    private void Check(IssuerSetting setting)
    {
        Outbound.RequireSafe(Url, $"issuer of '{Id}'");
        if (Directory.Kind is not ("scim" or "graph" or "okta" or "grant"))
            throw Wrong("directory.kind is scim, graph, okta or grant");
        if (Directory.Kind is "scim" or "okta")
            Outbound.RequireSafe(Directory.Url, $"directory of '{Id}'");
        if (Directory.Kind == "graph" && !IsEntra)
            throw Wrong("a graph directory needs tenants");
        if (Directory.Kind is "scim" or "okta" && IsEntra)
            throw Wrong("tenants go with a graph or grant directory");
        if (setting.ClientAssertion is not (null or "managed-identity"))
            throw Wrong("clientAssertion is managed-identity or absent");
        if (CanSignIn && ClientSecret is null && !UsesManagedIdentity)
            throw Wrong("clientId needs clientSecret or clientAssertion");
        if (setting.AuthorizationParameters.Keys.FirstOrDefault(OwnParameters.Contains) is { } taken)
            throw Wrong($"authorizationParameters may not set {taken}");
        // Where access tokens and ID tokens share `typ`, only the audience distinguishes them.
        if (Audience == ClientId)
            throw Wrong("audience must differ from clientId: register the API apart from the web client");
    }

    private string Required(string? value, string name) => value is { Length: > 0 } ? value : throw Wrong($"{name} is missing");

    private InvalidOperationException Wrong(string what) => new($"ONBEHALF_ISSUERS, issuer '{Id}': {what}.");
}

/// <summary>One entry of <c>ONBEHALF_ISSUERS</c> as written by the operator.</summary>
internal sealed record IssuerSetting
{
    public required string Id { get; init; }

    /// <summary>The provider's <c>iss</c>. A trailing slash is optional; the provider's document determines the exact form.</summary>
    public required string Issuer { get; init; }

    /// <summary>The name on the sign-in page; by default the id.</summary>
    public string? Name { get; init; }

    public required string Audience { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    /// <c>managed-identity</c>: the app's own federated credential replaces the secret (Entra).
    public string? ClientAssertion { get; init; }

    /// <summary>
    /// The default is <c>openid profile</c>. <c>offline_access</c> is added unless the provider's document lists scopes without it.
    /// </summary>
    public string? Scopes { get; init; }

    /// <summary>
    /// Extra parameters of the authorization request. Google needs <c>access_type</c> and <c>prompt</c>; both have defaults for Google.
    /// </summary>
    public Dictionary<string, string> AuthorizationParameters { get; init; } = [];

    /// <summary>The permitted Entra tenants. They are required for Graph, and make <c>oid</c> the person's key.</summary>
    public string[] Tenants { get; init; } = [];

    /// <summary>
    /// The accepted <c>typ</c> of access tokens. The default is <c>at+jwt</c>; with an Okta directory, a missing <c>typ</c> is accepted too.
    /// Entra, Keycloak and Auth0 write <c>JWT</c>.
    /// </summary>
    public string[]? TokenTypes { get; init; }

    public required DirectorySetting Directory { get; init; }
}

internal sealed record DirectorySetting
{
    public required string Kind { get; init; }

    public string? Url { get; init; }

    public string? Token { get; init; }
}
