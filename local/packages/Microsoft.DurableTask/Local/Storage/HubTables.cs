using Azure.Data.Tables;

namespace Microsoft.DurableTask.Local.Storage;

internal sealed class HubTables(TableServiceClient service, string hub)
{
    public TableClient Instances { get; } = service.GetTableClient(hub + "Instances");

    public TableClient Inbox { get; } = service.GetTableClient(hub + "Inbox");

    public TableClient Workers { get; } = service.GetTableClient(hub + "Workers");

    public TransactionCounts Counts { get; } = new();

    public async Task CreateAsync(CancellationToken cancellation)
    {
        foreach (var table in new[] { Instances, Inbox, Workers })
        {
            Counts.Add(TransactionKind.Setup);
            await table.CreateIfNotExistsAsync(cancellation);
        }
    }
}
