using System.Text.RegularExpressions;
using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Onbehalf.Demo;

namespace Onbehalf.Host;

/// <summary>
/// The part of host.json that this host supports; an unsupported member fails the start. As in the Functions host, a setting
/// <c>AzureFunctionsJobHost__a__b</c> overrides the value at <c>a.b</c>, and <c>%NAME%</c> is replaced by a setting.
/// </summary>
internal sealed partial record HostJson
{
    private const string Section = "AzureFunctionsJobHost";
    private const string Durable = "extensions:durableTask";

    private static readonly string[] Known =
        ["version", "telemetryMode", "functionTimeout", "logging:logLevel:*", "extensions:http:routePrefix", $"{Durable}:*"];

    public required string RoutePrefix { get; init; }

    public required string TaskHub { get; init; }

    public required TimeSpan FunctionTimeout { get; init; }

    public required IReadOnlyDictionary<string, LogLevel> LogLevels { get; init; }

    /// <summary>The configuration of the Durable extension: host.json under its section name, and all settings.</summary>
    public required IConfiguration Configuration { get; init; }

    public static HostJson Read(string folder, LocalSettings settings)
    {
        var file = Path.Combine(folder, "host.json");
        var all = settings.ForHost();
        IConfigurationRoot host;
        try
        {
            host = new ConfigurationBuilder()
                .AddJsonFile(file, optional: false, reloadOnChange: false)
                .AddInMemoryCollection(all
                    .Where(static setting => setting.Key.StartsWith($"{Section}__", StringComparison.OrdinalIgnoreCase))
                    .Select(static setting => KeyValuePair.Create(Colons(setting.Key)[(Section.Length + 1)..], setting.Value)))
                .Build();
        }
        catch (Exception unreadable) when (unreadable is InvalidDataException or FileNotFoundException)
        {
            throw new InvalidOperationException($"{file} cannot be read: {unreadable.GetBaseException().Message}", unreadable);
        }

        var values = host.AsEnumerable()
            .Where(static pair => pair.Value is not null)
            .ToDictionary(static pair => pair.Key, static pair => pair.Value!, StringComparer.OrdinalIgnoreCase);
        foreach (var name in values.Keys)
            Check(name);
        if (host["version"] is not "2.0")
            throw new InvalidOperationException($"host.json: version is '{host["version"]}'; the Functions host 4 takes \"2.0\".");
        return new()
        {
            RoutePrefix = (host["extensions:http:routePrefix"] ?? "api").Trim('/'),
            TaskHub = Expand(host[$"{Durable}:hubName"] ?? "TestHubName", settings),
            FunctionTimeout = Span("functionTimeout", host["functionTimeout"] ?? "00:30:00"),
            LogLevels = host.GetSection("logging:logLevel")
                .GetChildren()
                .ToDictionary(static level => level.Key, static level => Level(level.Key, level.Value)),
            Configuration = new ConfigurationBuilder()
                .AddInMemoryCollection(all.Select(static setting => KeyValuePair.Create(Colons(setting.Key), setting.Value)))
                .AddInMemoryCollection(values.Select(static pair => KeyValuePair.Create($"{Section}:{pair.Key}", (string?)pair.Value)))
                .AddInMemoryCollection([new("AzureWebJobsConfigurationSection", Section)])
                .Build(),
        };
    }

    /// <summary>Replaces every <c>%NAME%</c> by the value of that setting.</summary>
    public static string Expand(string text, LocalSettings settings) =>
        Placeholder().Replace(text, match => settings[match.Groups[1].Value]
            ?? throw new InvalidOperationException($"{match.Value} names a setting that is not set."));

    /// <summary>Rejects unknown members. The Functions host ignores them silently.</summary>
    private static void Check(string name)
    {
        if (!Known.Any(known =>
                known.EndsWith('*')
                    ? name.StartsWith(known[..^1], StringComparison.OrdinalIgnoreCase)
                    : string.Equals(name, known, StringComparison.OrdinalIgnoreCase)))
            throw new InvalidOperationException($"host.json: '{Dots(name)}' is not a setting that the local host honours.");
        if (!name.StartsWith($"{Durable}:", StringComparison.OrdinalIgnoreCase))
            return;
        var parts = name[(Durable.Length + 1)..].Split(':');
        var owner = (parts[0].ToUpperInvariant(), parts.Length) switch
        {
            ("STORAGEPROVIDER", > 1) => typeof(AzureStorageOptions),
            ("TRACING", > 1) => typeof(TraceOptions),
            _ => typeof(DurableTaskOptions),
        };
        var member = owner == typeof(DurableTaskOptions) ? parts[0] : parts[1];
        if (!owner.GetProperties().Any(property => string.Equals(property.Name, member, StringComparison.OrdinalIgnoreCase)))
            throw new InvalidOperationException($"host.json: '{Dots(name)}' is not an option of the Durable extension.");
    }

    private static TimeSpan Span(string name, string text) =>
        TimeSpan.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, out var span) && span > TimeSpan.Zero
            ? span
            : throw new InvalidOperationException($"host.json: {name} is '{text}', which is not a time span (hh:mm:ss).");

    private static LogLevel Level(string category, string? text) =>
        Enum.TryParse<LogLevel>(text, ignoreCase: true, out var level) && !int.TryParse(text, out _)
            ? level
            : throw new InvalidOperationException(
                $"host.json: the log level of {category} is '{text}'; use one of {string.Join(", ", Enum.GetNames<LogLevel>())}.");

    private static string Colons(string name) => name.Replace("__", ":", StringComparison.Ordinal);

    private static string Dots(string name) => name.Replace(':', '.');

    [GeneratedRegex("%([^%]+)%")]
    private static partial Regex Placeholder();
}
