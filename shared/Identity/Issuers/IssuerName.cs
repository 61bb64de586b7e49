namespace Onbehalf.Identity.Issuers;

/// <summary>
/// Compares issuer identifiers character by character (OIDC Discovery §4.3), except for a trailing slash, which people often add or omit.
/// </summary>
internal static class IssuerName
{
    public static bool IsSame(string? one, string? other) => one is not null && other is not null && Bare(one) == Bare(other);

    /// <summary>Removes one trailing slash.</summary>
    public static string Bare(string url) => url.EndsWith('/') ? url[..^1] : url;
}
