using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Onbehalf.Storage;

namespace Onbehalf.Audit;

/// <summary>The audit table: adds and reads. There is no update and no delete in this code, and no right to one in Azure.</summary>
internal sealed class AuditTable(Tables tables)
{
    // The longest inactivity after which a person's next chain still names their previous one.
    public const int MonthsBack = 12;

    // The columns that identify a head and its writer.
    private static readonly string[] HeadColumns =
    [
        "PartitionKey",
        "RowKey",
        "Timestamp",
        nameof(AuditRow.Hash),
        nameof(AuditRow.KeyVersion),
        nameof(AuditRow.Mac),
    ];

    /// <summary>Adds consecutive records of one chain, and the rows that reserve their call ids, in one transaction.</summary>
    public Task AddAsync(IReadOnlyList<(AuditRow Row, AuditPhase Phase)> records, CancellationToken cancellation) =>
        tables.Audit.SubmitTransactionAsync(records.SelectMany(static one => Adds(one.Row, one.Phase)), cancellation);

    public async Task<ChainHead> FindHeadAsync(AuditChain chain, CancellationToken cancellation)
    {
        for (var (month, back) = (chain.Month, 0); back <= MonthsBack; (month, back) = (month.Previous, back + 1))
        {
            if (await NewestAsync(chain with { Month = month }, cancellation) is { } row && AuditKeys.TryReadSequence(row.RowKey, out var seq))
                return new(new AuditId(chain with { Month = month }, seq), row.Hash, row);
        }

        return ChainHead.None;
    }

    public async Task<AuditRow?> FindAsync(AuditChain chain, string callId, AuditPhase phase, CancellationToken cancellation)
    {
        var call = await tables.Audit.GetEntityIfExistsAsync<AuditCallRow>(chain.Key, AuditKeys.Call(callId, phase), null, cancellation);
        return call.HasValue ? await FindAsync(new(chain, call.Value!.Seq), cancellation) : null;
    }

    public async Task<AuditRow?> FindAsync(AuditId id, CancellationToken cancellation)
    {
        var row = await tables.Audit.GetEntityIfExistsAsync<AuditRow>(id.Chain.Key, AuditKeys.Sequence(id.Seq), null, cancellation);
        return row.HasValue ? row.Value : null;
    }

    /// <summary>Returns the head of every chain of a month with one read per chain.</summary>
    public async IAsyncEnumerable<(AuditId Id, AuditRow Row)> HeadsAsync(AuditMonth month, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var after = month + "-";
        while (await FirstAfterAsync(month, after, cancellation) is { } row)
        {
            if (AuditChain.TryParse(row.PartitionKey, out var chain) && AuditKeys.TryReadSequence(row.RowKey, out var seq))
                yield return (new(chain, seq), row);
            after = row.PartitionKey;
        }
    }

    /// <summary>Returns every row of a month, chain by chain: the call rows, then the records from newest to oldest.</summary>
    public IAsyncEnumerable<TableEntity> RowsAsync(AuditMonth month, CancellationToken cancellation) =>
        tables.Audit.QueryAsync<TableEntity>(AuditKeys.RowsOf(month), null, null, cancellation);

    public IAsyncEnumerable<TableEntity> RowsAsync(string chain, CancellationToken cancellation) =>
        tables.Audit.QueryAsync<TableEntity>(AuditKeys.RowsOf(chain), null, null, cancellation);

    private static IEnumerable<TableTransactionAction> Adds(AuditRow row, AuditPhase phase)
    {
        AuditKeys.TryReadSequence(row.RowKey, out var seq);
        var call = new AuditCallRow { PartitionKey = row.PartitionKey, RowKey = AuditKeys.Call(row.CallId, phase), Seq = seq };
        return [new(TableTransactionActionType.Add, call), new(TableTransactionActionType.Add, row)];
    }

    private async Task<AuditRow?> FirstAfterAsync(AuditMonth month, string after, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey gt {after}") + " and " + AuditKeys.RecordsOf(month);
        await foreach (var row in tables.Audit.QueryAsync<AuditRow>(filter, 1, HeadColumns, cancellation))
            return row;
        return null;
    }

    private async Task<AuditRow?> NewestAsync(AuditChain chain, CancellationToken cancellation)
    {
        await foreach (var row in tables.Audit.QueryAsync<AuditRow>(AuditKeys.RecordsOf(chain), 1, HeadColumns, cancellation))
            return row;
        return null;
    }
}
