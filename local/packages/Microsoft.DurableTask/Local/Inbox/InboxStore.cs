using Azure;
using Azure.Data.Tables;
using Microsoft.DurableTask.Local.Instances;
using Microsoft.DurableTask.Local.Storage;

namespace Microsoft.DurableTask.Local.Inbox;

internal sealed class InboxStore(HubTables tables, TimeProvider clock)
{
    /// <summary>Written rows that this process has not looked for yet wake its pump.</summary>
    public SemaphoreSlim Written { get; } = new(0);

    public async Task WriteAsync(string instanceId, Request request, CancellationToken cancellation)
    {
        tables.Counts.Add(TransactionKind.InboxWrite);
        await tables.Inbox.AddEntityAsync(InboxMessage.New(instanceId, request, clock.GetUtcNow()), cancellation);
        Written.Release();
    }

    public async Task<IReadOnlyList<InboxMessage>> ReadAsync(CancellationToken cancellation)
    {
        var messages = new List<InboxMessage>();
        await foreach (var page in tables.Inbox.QueryAsync<TableEntity>((string?)null, null, null, cancellation).AsPages())
        {
            tables.Counts.Add(TransactionKind.InboxPoll);
            messages.AddRange(page.Values.Select(InboxMessage.Read));
        }

        return messages;
    }

    public async Task DeleteAsync(InboxMessage message, CancellationToken cancellation)
    {
        try
        {
            tables.Counts.Add(TransactionKind.InboxWrite);
            await tables.Inbox.DeleteEntityAsync(message.InstanceId, message.RowKey, ETag.All, cancellation);
        }
        catch (RequestFailedException gone) when (gone.Status == 404)
        {
            // Somebody else who saw it delivered was faster.
        }
    }
}
