using System.Collections.Immutable;
using Azure.Data.Tables;
using Onbehalf.Identity;
using Onbehalf.Storage;
using Onbehalf.Threads;

namespace Onbehalf.Artifacts;

/// <summary>The names of versions.</summary>
public sealed class ArtifactNames(Tables tables, TimeProvider time)
{
    internal Task PutAsync(Authority by, LiveArtifact live, string name, CancellationToken cancellation)
    {
        var person = Participant.Of(by.Subject);
        return tables.Artifacts.UpsertEntityAsync(
            new TableEntity(live.Head.Id.Value, ArtifactRows.Name(live.Head.Seq))
            {
                ["Name"] = name,
                [ArtifactRows.By] = person.Subject.Value,
                [ArtifactRows.ByName] = person.Name,
                [ArtifactRows.At] = time.GetUtcNow(),
            },
            TableUpdateMode.Replace, cancellation);
    }

    internal async Task<ImmutableDictionary<long, string>> OfAsync(LiveArtifact live, long after, long upTo, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {live.Head.Id.Value} and RowKey gt {ArtifactRows.Name(after)} and RowKey le {ArtifactRows.Name(upTo)}");
        var names = ImmutableDictionary.CreateBuilder<long, string>();
        await foreach (var row in tables.Artifacts.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            names[ArtifactRows.SeqOf(row.RowKey)] = row.GetString("Name");
        return names.ToImmutable();
    }
}
