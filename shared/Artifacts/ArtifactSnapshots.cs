using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Artifacts;

/// <summary>
/// Snapshots of the state, so that a read need not start at the first op. All ops are kept, so a snapshot with a missing row is skipped. A
/// snapshot with words of the agent is sealed for the artifact's maker.
/// </summary>
internal sealed class ArtifactSnapshots(TableClient table, PersonSeal seal)
{
    private const string Parts = "Parts";
    private const string IsSealed = "IsSealed";
    private const int Most = 999;

    /// <summary>Leaves room for the overhead of the seal.</summary>
    private const int PartSize = Chunks.Max - 1024;

    public async Task WriteAsync(ArtifactHead head, ArtifactState state, CancellationToken cancellation)
    {
        var isSealed = state.HoldsModelWords;
        var parts = StateText.Write(state).Chunk(PartSize).ToArray();
        for (var i = 0; i < parts.Length; i++)
        {
            var key = ArtifactRows.Snapshot(head.Seq, i);
            var row = new TableEntity(head.Id.Value, key) { [Parts] = parts.Length, [IsSealed] = isSealed };
            Chunks.Write(row, isSealed ? await seal.SealAsync(head.Maker.Subject, SealedAs(head.Id, key), parts[i], cancellation) : parts[i]);
            await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
        }
    }

    /// <summary>Returns the newest complete snapshot up to <paramref name="upTo"/>; null when there is none.</summary>
    public async Task<(long Seq, ArtifactState State)?> FindAsync(ArtifactHead head, long upTo, CancellationToken cancellation)
    {
        // Try the snapshot that the head names first.
        if (head.SnapshotSeq is > 0 and var expected && expected <= upTo && await ReadAsync(head, expected, cancellation) is { } newest)
            return (expected, newest);
        var artifact = head.Id;
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {artifact.Value} and RowKey ge {ArtifactRows.FirstSnapshot} and RowKey le {ArtifactRows.Snapshot(upTo, Most)}");
        var seqs = new SortedSet<long>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation))
            seqs.Add(ArtifactRows.SeqOf(row.RowKey));
        foreach (var seq in seqs.Reverse())
        {
            if (await ReadAsync(head, seq, cancellation) is { } state)
                return (seq, state);
        }

        return null;
    }

    private async Task<ArtifactState?> ReadAsync(ArtifactHead head, long seq, CancellationToken cancellation)
    {
        var artifact = head.Id;
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {artifact.Value} and RowKey ge {ArtifactRows.Snapshot(seq, 0)} and RowKey le {ArtifactRows.Snapshot(seq, Most)}");
        using var bytes = new MemoryStream();
        var (found, parts) = (0, -1);
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (row.RowKey != ArtifactRows.Snapshot(seq, found++))
                return null;
            parts = row.GetInt32(Parts) ?? -1;
            var box = Chunks.Read(row);
            if ((row.GetBoolean(IsSealed) is true ? await seal.OpenAsync(head.Maker.Subject, SealedAs(head.Id, row.RowKey), box, cancellation) : box)
                is not { } part)
                return null;
            bytes.Write(part);
        }

        return found == parts ? StateText.Read(bytes.ToArray()) : null;
    }

    private static string SealedAs(ArtifactId artifact, string key) => $"artifacts/{artifact}/{key}";
}
