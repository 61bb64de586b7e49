#nullable enable
namespace Azure.Data.Tables;

internal sealed record ConnectionString(Uri Endpoint, string AccountName, byte[] AccountKey)
{
    // Public constants of every storage emulator (learn.microsoft.com/azure/storage/common/storage-use-azurite).
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static ConnectionString Parse(string text)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(text);
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static part => part.Split('=', 2))
            .Where(static pair => pair.Length == 2)
            .ToDictionary(static pair => pair[0], static pair => pair[1], StringComparer.OrdinalIgnoreCase);

        if (parts.GetValueOrDefault("UseDevelopmentStorage") is "true")
            return new(new Uri($"http://127.0.0.1:10002/{EmulatorAccount}"), EmulatorAccount, Convert.FromBase64String(EmulatorKey));
        if (!parts.TryGetValue("AccountName", out var name) || !parts.TryGetValue("AccountKey", out var key))
            throw new FormatException("A storage connection string needs AccountName and AccountKey.");
        var endpoint = parts.GetValueOrDefault("TableEndpoint")
            ?? $"{parts.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{name}.table.{parts.GetValueOrDefault("EndpointSuffix", "core.windows.net")}";
        return new(new Uri(endpoint), name, Convert.FromBase64String(key));
    }
}
