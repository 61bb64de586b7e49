namespace Onbehalf.Identity.Issuers;

/// <summary>One entry of <c>ONBEHALF_ISSUERS</c> as written by the operator.</summary>
internal sealed record IssuerSetting
{
    public required string Id { get; init; }

    /// <summary>What the provider puts into <c>iss</c>. A slash at the end may be written or left out; the provider's document decides.</summary>
    public required string Issuer { get; init; }

    /// <summary>Shown on the sign-in page; the id when absent.</summary>
    public string? Name { get; init; }

    public required string Audience { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    /// <summary><c>managed-identity</c>: the app's own federated credential instead of a secret (Entra).</summary>
    public string? ClientAssertion { get; init; }

    /// <summary>By default <c>openid profile</c>, and <c>offline_access</c> unless the provider's document lists scopes without it.</summary>
    public string? Scopes { get; init; }

    /// <summary>Added to the request that begins a sign-in. Google takes <c>access_type</c> and <c>prompt</c> from here; both have defaults for it.</summary>
    public Dictionary<string, string> AuthorizationParameters { get; init; } = [];

    /// <summary>Entra tenants whose people may come in; required for Graph, and makes <c>oid</c> the person's key.</summary>
    public string[] Tenants { get; init; } = [];

    /// <summary><c>typ</c> of access tokens: <c>at+jwt</c> by default, with an Okta directory also none at all. Entra, Keycloak and Auth0 write <c>JWT</c>.</summary>
    public string[]? TokenTypes { get; init; }

    public required DirectorySetting Directory { get; init; }
}

internal sealed record DirectorySetting
{
    public required string Kind { get; init; }

    public string? Url { get; init; }

    public string? Token { get; init; }
}
