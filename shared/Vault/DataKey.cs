using System.Text.Json.Serialization;
using Onbehalf.People;

namespace Onbehalf.Vault;

/// <summary>256 bits, and the vault's version of the secret that holds them.</summary>
[JsonConverter(typeof(NeverSerialized<DataKey>))]
internal sealed class DataKey(string version, byte[] bytes)
{
    public const int Length = 32;

    public string Version => version;

    public ReadOnlySpan<byte> Bytes => bytes;

    public override string ToString() => nameof(DataKey);
}
