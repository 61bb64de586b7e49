using System.Text.Json;

namespace Onbehalf.Tests.Fixtures;

/// <summary>The requests to the vault of this run.</summary>
public static class VaultLog
{
    /// <summary>Every secret name asked for since <paramref name="since"/>, by anybody.</summary>
    public static async Task<IReadOnlyList<string>> NamesSinceAsync(DateTimeOffset since)
    {
        var sidecars = await LocalSidecars.StartAsync();
        await using var stream = new FileStream(sidecars.VaultAccessLog, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        var lines = (await reader.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return [.. lines.Select(static line => JsonSerializer.Deserialize<JsonElement>(line))
            .Where(entry => entry.GetProperty("at").GetDateTimeOffset() >= since)
            .Select(static entry => entry.GetProperty("secret").GetString()!)
            .Where(static name => name.Length > 0)];
    }
}
