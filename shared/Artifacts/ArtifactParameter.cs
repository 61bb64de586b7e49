using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Onbehalf.Sources;

namespace Onbehalf.Artifacts;

/// <summary>A value that each viewer chooses for the requests of a dashboard.</summary>
public sealed record ArtifactParameter(string Id, string Name, ParameterType Type, ImmutableArray<string>? Choices = null)
{
    /// <summary>The names under which a request uses it, after a colon.</summary>
    internal ImmutableArray<(string Name, BoundType Type)> Slots => Type is ParameterType.DateRange ? [($"{Id}_from", BoundType.Date), ($"{Id}_to", BoundType.Date)] : [(Id, BoundType.Text)];

    /// <summary>Part of a name in SQL, the same in every engine.</summary>
    internal static bool IsId(string id) =>
        id.Length is > 0 and <= ArtifactLimits.IdLength && char.IsAsciiLetterLower(id[0]) && id.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_');
}

public enum ParameterType
{
    [JsonStringEnumMemberName("date-range")]
    DateRange,

    Choice,
}
