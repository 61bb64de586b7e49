using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>What the local runtime reads of host.json; <c>%NAME%</c> stands for a setting, as on the real host.</summary>
internal sealed partial record HostJson
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    public string RoutePrefix { get; init; } = "api";

    public string TaskHub { get; init; } = "TestHubName";

    public IReadOnlyDictionary<string, LogLevel> LogLevels { get; init; } = new Dictionary<string, LogLevel>();

    public static HostJson Read(string folder, LocalSettings settings)
    {
        var path = Path.Combine(folder, "host.json");
        if (!File.Exists(path))
            return new();
        using var document = JsonDocument.Parse(File.ReadAllBytes(path), Lenient);
        var root = document.RootElement;
        var defaults = new HostJson();
        return new()
        {
            RoutePrefix = Text(root, "extensions", "http", "routePrefix")?.Trim('/') ?? defaults.RoutePrefix,
            TaskHub = Expand(Text(root, "extensions", "durableTask", "hubName"), settings) ?? defaults.TaskHub,
            LogLevels = Levels(root),
        };
    }

    private static Dictionary<string, LogLevel> Levels(JsonElement root) =>
        At(root, "logging", "logLevel") is { ValueKind: JsonValueKind.Object } levels
            ? levels.EnumerateObject().ToDictionary(static level => level.Name, static level => Enum.Parse<LogLevel>(level.Value.GetString()!, ignoreCase: true))
            : [];

    private static string? Expand(string? text, LocalSettings settings) =>
        text is null ? null : Placeholder().Replace(text, match => settings[match.Groups[1].Value]
            ?? throw new InvalidOperationException($"host.json names the setting {match.Value}, which is not set."));

    private static string? Text(JsonElement root, params string[] path) =>
        At(root, path) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static JsonElement? At(JsonElement element, params string[] path)
    {
        foreach (var name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
                return null;
        }

        return element;
    }

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Placeholder();
}
