using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Onbehalf.Artifacts;

/// <summary>A value that each viewer chooses for the requests of a dashboard.</summary>
public sealed record ArtifactParameter(string Id, string Name, ParameterType Type, ImmutableArray<string>? Choices = null);

public enum ParameterType
{
    [JsonStringEnumMemberName("date-range")]
    DateRange,

    Choice,
}
