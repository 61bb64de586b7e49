using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Local.History;

namespace Microsoft.DurableTask.Local.Storage;

/// <summary>Reads instances; nothing here changes the store.</summary>
internal sealed class InstanceReader(HubTables tables)
{
    public const string Events = "Events";

    public async Task<InstanceRow?> ReadAsync(string id, bool payloads, CancellationToken cancellation)
    {
        tables.Counts.Add(TransactionKind.Read);
        var found = await tables.Instances.GetEntityIfExistsAsync<TableEntity>(id, RowKeys.Instance, null, cancellation);
        if (!found.HasValue || found.Value is not { } entity)
            return null;
        return payloads && InstanceRowEntity.HasPayloads(entity)
            ? (await LoadAsync(id, cancellation))?.Row
            : InstanceRowEntity.Read(entity, null);
    }

    public async Task<LoadedInstance?> LoadAsync(string id, CancellationToken cancellation)
    {
        var rows = new SortedDictionary<string, TableEntity>(StringComparer.Ordinal);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {id}");
        await foreach (var page in tables.Instances.QueryAsync<TableEntity>(filter, null, null, cancellation).AsPages())
        {
            tables.Counts.Add(TransactionKind.Read);
            foreach (var entity in page.Values)
                rows[entity.RowKey] = entity;
        }

        if (!rows.Remove(RowKeys.Instance, out var instance))
            return null;
        var row = InstanceRowEntity.Read(instance, rows.GetValueOrDefault);
        var history = rows.Where(pair => RowKeys.IsHistory(pair.Key) && RowKeys.Generation(pair.Key) == row.Generation)
            .SelectMany(pair => HistoryJson.Read(StoredText.Read(pair.Value, Events, rows.GetValueOrDefault)!));
        return new LoadedInstance(row, [.. history], [.. rows.Keys]);
    }

    /// <summary>Instances that are not finished, without their payloads.</summary>
    public async Task<IReadOnlyList<InstanceRow>> ActiveAsync(CancellationToken cancellation)
    {
        var active = new List<InstanceRow>();
        var filter = TableClient.CreateQueryFilter($"RowKey eq {RowKeys.Instance} and Active eq {true}");
        await foreach (var page in tables.Instances.QueryAsync<TableEntity>(filter, null, null, cancellation).AsPages())
        {
            tables.Counts.Add(TransactionKind.Scan);
            active.AddRange(page.Values.Select(entity => InstanceRowEntity.Read(entity, null)));
        }

        return active;
    }

    public async IAsyncEnumerable<Page<InstanceRow>> PagesAsync(
        OrchestrationQuery query, string? continuation, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var pages = tables.Instances.QueryAsync<TableEntity>(InstanceFilter.For(query), query.PageSize, null, cancellation)
            .AsPages(continuation, query.PageSize);
        await foreach (var page in pages)
        {
            tables.Counts.Add(TransactionKind.Read);
            var rows = new List<InstanceRow>();
            foreach (var entity in page.Values)
            {
                var row = query.FetchInputsAndOutputs && InstanceRowEntity.HasPayloads(entity)
                    ? (await LoadAsync(entity.PartitionKey, cancellation))?.Row
                    : InstanceRowEntity.Read(entity, null);
                if (row is not null)
                    rows.Add(row);
            }

            yield return new Page<InstanceRow>(rows, page.ContinuationToken);
        }
    }

    public async Task<IReadOnlyList<InstanceRow>> ChildrenAsync(string parentId, CancellationToken cancellation)
    {
        var children = new List<InstanceRow>();
        var filter = TableClient.CreateQueryFilter($"RowKey eq {RowKeys.Instance} and ParentId eq {parentId}");
        await foreach (var page in tables.Instances.QueryAsync<TableEntity>(filter, null, null, cancellation).AsPages())
        {
            tables.Counts.Add(TransactionKind.Scan);
            children.AddRange(page.Values.Select(entity => InstanceRowEntity.Read(entity, null)));
        }

        return children;
    }
}
