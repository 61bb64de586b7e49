using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>
/// What the local runtime reads of host.json. As on the real host a setting <c>AzureFunctionsJobHost__a__b</c> replaces the value at
/// <c>a.b</c>, and <c>%NAME%</c> stands for a setting.
/// </summary>
internal sealed partial record HostJson
{
    private const string Override = "AzureFunctionsJobHost__";

    public required string RoutePrefix { get; init; }

    public required string TaskHub { get; init; }

    public int? MaxConcurrentActivities { get; init; }

    public int? MaxConcurrentOrchestrators { get; init; }

    public required IReadOnlyDictionary<string, LogLevel> LogLevels { get; init; }

    public static HostJson Read(string folder, LocalSettings settings)
    {
        var host = new ConfigurationBuilder()
            .AddJsonFile(Path.Combine(folder, "host.json"), optional: true, reloadOnChange: false)
            .AddEnvironmentVariables(Override)
            .AddInMemoryCollection(settings.Arguments
                .Where(static setting => setting.Key.StartsWith(Override, StringComparison.OrdinalIgnoreCase))
                .Select(static setting => KeyValuePair.Create(setting.Key[Override.Length..].Replace("__", ":", StringComparison.Ordinal), setting.Value)))
            .Build();
        var durable = host.GetSection("extensions:durableTask");
        return new()
        {
            RoutePrefix = (host["extensions:http:routePrefix"] ?? "api").Trim('/'),
            TaskHub = Expand(durable["hubName"] ?? "TestHubName", settings),
            MaxConcurrentActivities = durable.GetValue<int?>("maxConcurrentActivityFunctions"),
            MaxConcurrentOrchestrators = durable.GetValue<int?>("maxConcurrentOrchestratorFunctions"),
            LogLevels = host.GetSection("logging:logLevel").GetChildren()
                .ToDictionary(static level => level.Key, static level => Enum.Parse<LogLevel>(level.Value!, ignoreCase: true)),
        };
    }

    /// <summary>Replaces every <c>%NAME%</c> by its setting.</summary>
    public static string Expand(string text, LocalSettings settings) =>
        Placeholder().Replace(text, match => settings[match.Groups[1].Value]
            ?? throw new InvalidOperationException($"{match.Value} stands for a setting that is not set."));

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Placeholder();
}
