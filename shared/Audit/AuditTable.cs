using System.Runtime.CompilerServices;
using Azure.Data.Tables;
using Onbehalf.Storage;

namespace Onbehalf.Audit;

/// <summary>The audit table: adds and reads. There is no update and no delete in this code, and no right to one in Azure.</summary>
internal sealed class AuditTable(Tables tables)
{
    // How long a person may have done nothing for their next chain to still name the last one.
    private const int MonthsBack = 12;

    public async Task AddAsync(AuditRow row, AuditPhase phase, CancellationToken cancellation)
    {
        AuditKeys.TryReadSequence(row.RowKey, out var seq);
        var call = new AuditCallRow { PartitionKey = row.PartitionKey, RowKey = AuditKeys.Call(row.CallId, phase), Seq = seq };
        await tables.Audit.SubmitTransactionAsync(
            [new(TableTransactionActionType.Add, call), new(TableTransactionActionType.Add, row)], cancellation);
    }

    public async Task<ChainHead> FindHeadAsync(AuditChain chain, CancellationToken cancellation)
    {
        for (var (month, back) = (chain.Month, 0); back <= MonthsBack; (month, back) = (month.Previous, back + 1))
        {
            await foreach (var row in NewestOf(chain with { Month = month }, cancellation))
            {
                if (AuditKeys.TryReadSequence(row.RowKey, out var seq))
                    return new(new(chain with { Month = month }, seq), row.Hash);
            }
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

    private async IAsyncEnumerable<AuditRow> NewestOf(AuditChain chain, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var page in tables.Audit.QueryAsync<AuditRow>(AuditKeys.RecordsOf(chain), 1, ["RowKey", "Hash"], cancellation).AsPages())
        {
            foreach (var row in page.Values)
            {
                yield return row;
                yield break;
            }
        }
    }
}
