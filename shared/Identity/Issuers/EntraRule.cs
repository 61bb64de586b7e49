using System.Collections.Frozen;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Microsoft.IdentityModel.Validators;

namespace Onbehalf.Identity.Issuers;

/// <summary>
/// Validates the <c>iss</c> of an Entra token with Microsoft's own rule, over documents that <see cref="IssuerMetadata"/> has fetched. It covers
/// both token versions, and one tenant or many. The tenant in <c>iss</c> must equal the token's <c>tid</c>. <see cref="Issuer.Tenants"/> lists
/// the permitted tenants.
/// </summary>
internal static class EntraRule
{
    private const string TenantTemplate = "{tenantid}";
    private const string Version2 = "/v2.0";

    /// <summary>Alias hosts of a cloud's documents, each with the host that the cloud's tokens name.</summary>
    private static readonly FrozenDictionary<string, string> Aliases = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase)
    {
        ["login.microsoft.com"] = "login.microsoftonline.com",
        ["login.windows.net"] = "login.microsoftonline.com",
        ["login.usgovcloudapi.net"] = "login.microsoftonline.us",
        ["login.chinacloudapi.cn"] = "login.partner.microsoftonline.cn",
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Returns the URL of the issuer of version 1 tokens. Null if the declared issuer is of that version itself.</summary>
    public static string? Version1(Issuer issuer) =>
        issuer.IsEntra && issuer.Url.EndsWith(Version2, StringComparison.Ordinal) ? issuer.Url[..^Version2.Length] : null;

    /// <summary>
    /// OpenID Connect Discovery §4.3 with Entra's exceptions: a document for many tenants names no tenant, and a document read under an alias
    /// names the cloud's host.
    /// </summary>
    public static bool IsDescribedBy(Issuer issuer, string named)
    {
        if (!issuer.IsEntra)
            return false;
        var url = new UriBuilder(issuer.Url);
        url.Host = Aliases.GetValueOrDefault(url.Host, url.Host);
        var canonical = url.Uri.AbsoluteUri;
        return named == canonical || named == canonical.Replace("/organizations/", $"/{TenantTemplate}/", StringComparison.Ordinal)
            || named == canonical.Replace("/common/", $"/{TenantTemplate}/", StringComparison.Ordinal);
    }

    /// <summary>
    /// Adds this check to <paramref name="rules"/>. It also binds each signing key to the tenant and the cloud that the key set names.
    /// </summary>
    public static void Apply(Issuer issuer, OpenIdConnectConfiguration document, OpenIdConnectConfiguration? version1, TokenValidationParameters rules)
    {
        var (second, first) = (Manager(document), Manager(version1 ?? document));
        rules.ValidIssuer = null;
        rules.IssuerValidator = AadIssuerValidator.GetAadIssuerValidator(
            issuer.Url, null, authority => authority.EndsWith(Version2, StringComparison.Ordinal) ? second : first).Validate;
        rules.ConfigurationManager = second;
        rules.EnableAadSigningKeyIssuerValidation();
        rules.EnableEntraIdSigningKeyCloudInstanceValidation();
    }

    private static StaticConfigurationManager<OpenIdConnectConfiguration> Manager(OpenIdConnectConfiguration document) => new(document);
}
