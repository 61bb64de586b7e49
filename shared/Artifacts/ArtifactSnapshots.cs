using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>
/// States as a whole, so that an artifact is not read from its first op. Every op remains: a snapshot with a missing row is passed over.
/// </summary>
internal sealed class ArtifactSnapshots(TableClient table)
{
    private const string Parts = "Parts";
    private const int Most = 999;

    public async Task WriteAsync(ArtifactId artifact, long seq, ArtifactState state, CancellationToken cancellation)
    {
        var parts = StateText.Write(state).Chunk(Chunks.Max).ToArray();
        for (var i = 0; i < parts.Length; i++)
        {
            var row = new TableEntity(artifact.Value, ArtifactRows.Snapshot(seq, i)) { [Parts] = parts.Length };
            Chunks.Write(row, parts[i]);
            await table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellation);
        }
    }

    /// <summary>The newest whole one up to <paramref name="upTo"/>; null for none.</summary>
    /// <param name="expected">Where one should be: looked at first.</param>
    public async Task<(long Seq, ArtifactState State)?> FindAsync(ArtifactId artifact, long expected, long upTo, CancellationToken cancellation)
    {
        if (expected > 0 && expected <= upTo && await ReadAsync(artifact, expected, cancellation) is { } newest)
            return (expected, newest);
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {artifact.Value} and RowKey ge {ArtifactRows.FirstSnapshot} and RowKey le {ArtifactRows.Snapshot(upTo, Most)}");
        var seqs = new SortedSet<long>();
        await foreach (var row in table.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation))
            seqs.Add(ArtifactRows.SeqOf(row.RowKey));
        foreach (var seq in seqs.Reverse())
        {
            if (await ReadAsync(artifact, seq, cancellation) is { } state)
                return (seq, state);
        }

        return null;
    }

    private async Task<ArtifactState?> ReadAsync(ArtifactId artifact, long seq, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {artifact.Value} and RowKey ge {ArtifactRows.Snapshot(seq, 0)} and RowKey le {ArtifactRows.Snapshot(seq, Most)}");
        using var bytes = new MemoryStream();
        var (found, parts) = (0, -1);
        await foreach (var row in table.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            if (row.RowKey != ArtifactRows.Snapshot(seq, found++))
                return null;
            parts = row.GetInt32(Parts) ?? -1;
            bytes.Write(Chunks.Read(row));
        }

        return found == parts ? StateText.Read(bytes.ToArray()) : null;
    }
}
