using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Onbehalf.Identity.Issuers;

/// <summary>The allow-list of issuers with their metadata. Without <c>ONBEHALF_ISSUERS</c> it is empty and everybody is refused.</summary>
internal sealed class IssuerCatalog
{
    private readonly FrozenDictionary<string, IssuerMetadata> _byUrl;
    private readonly FrozenDictionary<string, IssuerMetadata> _byId;
    private readonly FrozenDictionary<string, IssuerMetadata> _byTenant;
    private readonly FrozenDictionary<string, IssuerMetadata> _byBareUrl;

    public IssuerCatalog(IEnumerable<Issuer> issuers, TimeProvider time, Func<HttpClient>? client = null, ILogger? log = null)
    {
        All = [.. issuers.Select(issuer => new IssuerMetadata(issuer, client?.Invoke() ?? Outbound.Client(), time, log: log))];
        _byBareUrl = All.GroupBy(static entry => IssuerName.Bare(entry.Issuer.Url), StringComparer.Ordinal)
            .Where(static one => one.Count() == 1)
            .ToFrozenDictionary(static one => one.Key, static one => one.Single(), StringComparer.Ordinal);
        _byUrl = All.ToFrozenDictionary(static entry => entry.Issuer.Url, StringComparer.Ordinal);
        _byId = All.ToFrozenDictionary(static entry => entry.Issuer.Id, StringComparer.Ordinal);
        _byTenant = All.SelectMany(static entry => entry.Issuer.Tenants, static (entry, tenant) => (entry, tenant))
            .GroupBy(static one => one.tenant, static one => one.entry, StringComparer.OrdinalIgnoreCase)
            .Where(static one => one.Count() == 1)
            .ToFrozenDictionary(static one => one.Key, static one => one.Single(), StringComparer.OrdinalIgnoreCase);
    }

    public ImmutableArray<IssuerMetadata> All { get; }

    /// <summary>
    /// Returns the issuer that an unverified token claims. Entra writes one <c>iss</c> per token version. With several permitted tenants, none
    /// of these is the declared one, so the lookup uses the tenant. A tenant in two entries is found by <c>iss</c> only. The lookup ignores a
    /// trailing slash of <c>iss</c>; token validation compares it with the provider's document.
    /// </summary>
    public IssuerMetadata? Of(JsonWebToken token) =>
        _byUrl.GetValueOrDefault(token.Issuer)
        ?? _byBareUrl.GetValueOrDefault(IssuerName.Bare(token.Issuer))
        ?? (TokenSubject.Text(token, "tid") is { } tenant ? _byTenant.GetValueOrDefault(tenant) : null);

    public IssuerMetadata? ById(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Parses the setting. Throws on any error, so the app does not start with an invalid allow-list.</summary>
    public static ImmutableArray<Issuer> Read(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return [];
        try
        {
            return [.. (JsonSerializer.Deserialize<IssuerSetting[]>(json, SettingJson.Strict) ?? []).Select(static setting => new Issuer(setting))];
        }
        catch (JsonException wrong)
        {
            // The text contains client secrets, so the message has only the position of the error.
            throw new InvalidOperationException($"ONBEHALF_ISSUERS is not a valid list of issuers (at {wrong.Path ?? "its start"}).");
        }
    }
}
