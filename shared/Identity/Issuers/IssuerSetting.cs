namespace Onbehalf.Identity.Issuers;

/// <summary>One entry of <c>ONBEHALF_ISSUERS</c> as written by the operator.</summary>
internal sealed record IssuerSetting
{
    public required string Id { get; init; }

    /// <summary>What the provider puts into <c>iss</c>, character for character.</summary>
    public required string Issuer { get; init; }

    /// <summary>Shown on the sign-in page; the id when absent.</summary>
    public string? Name { get; init; }

    public required string Audience { get; init; }

    public string? ClientId { get; init; }

    public string? ClientSecret { get; init; }

    /// <summary><c>managed-identity</c>: the app's own federated credential instead of a secret (Entra).</summary>
    public string? ClientAssertion { get; init; }

    public string Scopes { get; init; } = "openid profile offline_access";

    /// <summary>Entra tenants whose people may come in; required for Graph, and makes <c>oid</c> the person's key.</summary>
    public string[] Tenants { get; init; } = [];

    /// <summary><c>at+jwt</c> unless the provider cannot (Entra writes <c>JWT</c>).</summary>
    public string[] TokenTypes { get; init; } = ["at+jwt"];

    public required DirectorySetting Directory { get; init; }
}

internal sealed record DirectorySetting
{
    public required string Kind { get; init; }

    public string? Url { get; init; }

    public string? Token { get; init; }
}
