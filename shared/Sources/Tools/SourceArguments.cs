using System.Text.Json;
using Onbehalf.Tools;

namespace Onbehalf.Sources.Tools;

/// <summary>Handles the name of a source in a model's arguments.</summary>
internal static class SourceArguments
{
    /// <summary>Returns the intent. For an unknown source, nothing is sent.</summary>
    public static ToolIntent Intent(SourceCatalog sources, JsonElement arguments, string? shape) =>
        sources.Find(Arguments.Text(arguments, "source") ?? "") is { } source ? new(source.Name, shape) : new("?", shape) { IsSent = false };

    /// <summary>Returns the refusal. It is the same for unknown sources and for sources that this person may not use.</summary>
    public static ToolResult NoSource(string? name) =>
        new(ToolStatus.Refused, $"{RefusalCodes.NotFound}: no such source: {name}.", [], RefusalCode: RefusalCodes.NotFound) { IsOwnWords = true };
}
