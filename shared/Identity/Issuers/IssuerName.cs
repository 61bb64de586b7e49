namespace Onbehalf.Identity.Issuers;

/// <summary>Issuer identifiers are compared character for character (OIDC Discovery §4.3), but people copy them with or without the last slash.</summary>
internal static class IssuerName
{
    public static bool IsSame(string? one, string? other) => one is not null && other is not null && Bare(one) == Bare(other);

    /// <summary>Without one slash at the end.</summary>
    public static string Bare(string url) => url.EndsWith('/') ? url[..^1] : url;
}
