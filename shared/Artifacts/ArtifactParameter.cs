using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Onbehalf.Sources;

namespace Onbehalf.Artifacts;

/// <summary>A parameter of the requests of a dashboard. Each viewer chooses its value.</summary>
public sealed record ArtifactParameter(string Id, string Name, ParameterType Type, ImmutableArray<string>? Choices = null)
{
    /// <summary>The named values of the parameter in SQL, without the colon.</summary>
    internal ImmutableArray<(string Name, BoundType Type)> Slots =>
        Type is ParameterType.DateRange ? [($"{Id}_from", BoundType.Date), ($"{Id}_to", BoundType.Date)] : [(Id, BoundType.Text)];

    /// <summary>Returns whether an id is valid in a name of SQL in every engine.</summary>
    internal static bool IsId(string id) =>
        id.Length is > 0 and <= ArtifactLimits.IdLength
        && char.IsAsciiLetterLower(id[0])
        && id.All(static c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_');
}

public enum ParameterType
{
    [JsonStringEnumMemberName("date-range")]
    DateRange,

    Choice,
}
