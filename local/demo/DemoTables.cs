using Azure.Data.Tables;
using Onbehalf.Storage;
using Onbehalf.Threads.Files;

namespace Onbehalf.Demo;

/// <summary>Creates the product's tables and its file container, as Bicep does in Azure. Stores reached with a token are set up elsewhere.</summary>
internal static class DemoTables
{
    public static Task CreateAsync(LocalSettings settings) => Task.WhenAll(
        CreateAsync(settings["ONBEHALF_TABLES"], settings["ONBEHALF_TABLE_PREFIX"], Tables.Names.Where(static name => name != "audit")),
        CreateAsync(settings["ONBEHALF_AUDIT_TABLES"], settings["ONBEHALF_TABLE_PREFIX"], ["audit"]),
        CreateContainerAsync(settings["ONBEHALF_FILES"], settings["ONBEHALF_TABLE_PREFIX"]));

    private static Task CreateContainerAsync(string? store, string? prefix) =>
        store is null || Uri.TryCreate(store, UriKind.Absolute, out _) ? Task.CompletedTask : FileBlobs.Open(store, prefix).CreateIfNotExistsAsync();

    private static Task CreateAsync(string? store, string? prefix, IEnumerable<string> names)
    {
        if (store is null || Uri.TryCreate(store, UriKind.Absolute, out _))
            return Task.CompletedTask;
        var client = new TableServiceClient(store);
        return Task.WhenAll(names.Select(name => client.CreateTableIfNotExistsAsync(prefix + name)));
    }
}
