using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Onbehalf.Identity.Issuers;

/// <summary>The allow-list of issuers with their metadata. Without <c>ONBEHALF_ISSUERS</c> it is empty and everybody is refused.</summary>
internal sealed class IssuerCatalog
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    private readonly FrozenDictionary<string, IssuerMetadata> _byUrl;
    private readonly FrozenDictionary<string, IssuerMetadata> _byId;

    public IssuerCatalog(IEnumerable<Issuer> issuers, TimeProvider time, Func<HttpClient>? client = null)
    {
        All = [.. issuers.Select(issuer => new IssuerMetadata(issuer, client?.Invoke() ?? Outbound.Client(), time))];
        _byUrl = All.ToFrozenDictionary(static entry => entry.Issuer.Url, StringComparer.Ordinal);
        _byId = All.ToFrozenDictionary(static entry => entry.Issuer.Id, StringComparer.Ordinal);
    }

    public ImmutableArray<IssuerMetadata> All { get; }

    public IssuerMetadata? ByUrl(string url) => _byUrl.GetValueOrDefault(url);

    public IssuerMetadata? ById(string id) => _byId.GetValueOrDefault(id);

    /// <summary>Reads the setting; throws on any mistake, so that an app with a wrong allow-list does not start.</summary>
    public static ImmutableArray<Issuer> Read(string? json)
    {
        if (string.IsNullOrWhiteSpace(json))
            return [];
        try
        {
            return [.. (JsonSerializer.Deserialize<IssuerSetting[]>(json, Strict) ?? []).Select(static setting => new Issuer(setting))];
        }
        catch (JsonException wrong)
        {
            // The text holds client secrets: only the place of the mistake is told.
            throw new InvalidOperationException($"ONBEHALF_ISSUERS is not a valid list of issuers (at {wrong.Path ?? "its start"}).");
        }
    }
}
