using System.Text.Json.Serialization;
using Onbehalf.People;

namespace Onbehalf.Vault;

/// <summary>A credential in memory. Prints its type name, refuses to be serialised; <see cref="Reveal"/> is called only where it leaves for its own target.</summary>
[JsonConverter(typeof(NeverSerialized<SecretText>))]
public sealed class SecretText(string value)
{
    public string Reveal() => value;

    public override string ToString() => nameof(SecretText);
}
