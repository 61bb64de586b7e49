using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Onbehalf.Sidecars.Vault;

/// <summary>A named secret with its versions, oldest first. Names are case-insensitive.</summary>
internal sealed record VaultSecret
{
    public required string Name { get; init; }

    public required ImmutableArray<SecretVersion> Versions { get; init; }

    /// <summary>The deletion time in Unix seconds. Recoverable until purged.</summary>
    public long? DeletedAt { get; init; }

    [JsonIgnore]
    public SecretVersion Current => Versions[^1];

    public SecretVersion? Version(string id) => Versions.FirstOrDefault(version => version.Id == id);

    public override string ToString() => nameof(VaultSecret);
}
