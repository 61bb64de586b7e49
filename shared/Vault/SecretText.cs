using System.Text.Json.Serialization;
using Onbehalf.People;

namespace Onbehalf.Vault;

/// <summary>
/// A credential in memory. It prints its type name and cannot be serialised. <see cref="Reveal"/> is called only where it is sent to its target.
/// </summary>
[JsonConverter(typeof(NeverSerialized<SecretText>))]
public sealed class SecretText(string value)
{
    public string Reveal() => value;

    public override string ToString() => nameof(SecretText);
}
