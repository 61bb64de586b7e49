using Azure.Data.Tables;
using Onbehalf.Storage;

namespace Onbehalf.Demo;

/// <summary>Creates the product's tables, as Bicep does in Azure. Stores that are reached with a token are somebody else's to set up.</summary>
internal static class DemoTables
{
    public static Task CreateAsync(LocalSettings settings) => Task.WhenAll(
        CreateAsync(settings["ONBEHALF_TABLES"], settings["ONBEHALF_TABLE_PREFIX"], Tables.Names.Where(static name => name != "audit")),
        CreateAsync(settings["ONBEHALF_AUDIT_TABLES"], settings["ONBEHALF_TABLE_PREFIX"], ["audit"]));

    private static Task CreateAsync(string? store, string? prefix, IEnumerable<string> names)
    {
        if (store is null || Uri.TryCreate(store, UriKind.Absolute, out _))
            return Task.CompletedTask;
        var client = new TableServiceClient(store);
        return Task.WhenAll(names.Select(name => client.CreateTableIfNotExistsAsync(prefix + name)));
    }
}
