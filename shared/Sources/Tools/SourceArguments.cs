using System.Text.Json;
using Onbehalf.Tools;

namespace Onbehalf.Sources.Tools;

/// <summary>The name of a source in a model's arguments.</summary>
internal static class SourceArguments
{
    /// <summary>A source that is not there is asked nothing.</summary>
    public static ToolIntent Intent(SourceCatalog sources, JsonElement arguments, string? shape) => sources.Find(Arguments.Text(arguments, "source") ?? "") is { } source
        ? new(source.Name, shape)
        : new("?", shape) { IsSent = false };

    /// <summary>Unknown sources and sources that are not this person's read the same.</summary>
    public static ToolResult NoSource(string? name) => new(ToolStatus.Refused, $"{RefusalCodes.NotFound}: no such source: {name}.", [], RefusalCode: RefusalCodes.NotFound) { IsOwnWords = true };
}
