namespace Onbehalf.Tests.Fixtures;

/// <summary>Real table and blob storage for a test.</summary>
public static class Azurite
{
    private static int _prefixes;

    public static async Task<string> ConnectionStringAsync() => (await LocalSidecars.StartAsync()).StorageConnectionString;

    /// <summary>A table name prefix nobody else uses in this run.</summary>
    public static string FreshPrefix() => $"t{Environment.ProcessId}x{Interlocked.Increment(ref _prefixes)}";
}
