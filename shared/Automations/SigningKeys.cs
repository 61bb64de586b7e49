using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Onbehalf.People;

namespace Onbehalf.Automations;

/// <summary>The secrets that are good at this moment, in memory only.</summary>
[JsonConverter(typeof(NeverSerialized<SigningKeys>))]
internal sealed class SigningKeys(ImmutableArray<string> secrets)
{
    public ImmutableArray<string> Secrets => secrets;

    public override string ToString() => nameof(SigningKeys);
}
