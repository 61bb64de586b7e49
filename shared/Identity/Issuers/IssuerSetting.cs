namespace Onbehalf.Identity.Issuers;

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
