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

    public int? MaxConcurrentActivities { get; init; }

    public int? MaxConcurrentOrchestrators { get; init; }

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
            TaskHub = Text(root, "extensions", "durableTask", "hubName") is { } hub ? Expand(hub, settings) : defaults.TaskHub,
            MaxConcurrentActivities = Number(root, "extensions", "durableTask", "maxConcurrentActivityFunctions"),
            MaxConcurrentOrchestrators = Number(root, "extensions", "durableTask", "maxConcurrentOrchestratorFunctions"),
            LogLevels = Levels(root),
        };
    }

    /// <summary>Replaces every <c>%NAME%</c> by its setting.</summary>
    public static string Expand(string text, LocalSettings settings) =>
        Placeholder().Replace(text, match => settings[match.Groups[1].Value]
            ?? throw new InvalidOperationException($"{match.Value} stands for a setting that is not set."));

    private static Dictionary<string, LogLevel> Levels(JsonElement root) =>
        At(root, "logging", "logLevel") is { ValueKind: JsonValueKind.Object } levels
            ? levels.EnumerateObject().ToDictionary(static level => level.Name, static level => Enum.Parse<LogLevel>(level.Value.GetString()!, ignoreCase: true))
            : [];

    private static int? Number(JsonElement root, params string[] path) => At(root, path) is { ValueKind: JsonValueKind.Number } value ? value.GetInt32() : null;

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
