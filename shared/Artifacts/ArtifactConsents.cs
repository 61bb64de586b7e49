using Azure.Data.Tables;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Artifacts;

/// <summary>A person's yes to run exactly one request that somebody else wrote. Another definition is another request, and asks again.</summary>
public sealed class ArtifactConsents(Tables tables, TimeProvider time)
{
    internal async Task<bool> HasAsync(Authority person, ArtifactId artifact, string definitionHash, CancellationToken cancellation) =>
        (await tables.Artifacts.GetEntityIfExistsAsync<TableEntity>(artifact.Value, Key(person, definitionHash), cancellationToken: cancellation)).HasValue;

    internal Task AddAsync(Authority person, ArtifactId artifact, string definitionHash, CancellationToken cancellation) =>
        tables.Artifacts.UpsertEntityAsync(new TableEntity(artifact.Value, Key(person, definitionHash)) { [ArtifactRows.At] = time.GetUtcNow() }, TableUpdateMode.Replace, cancellation);

    private static string Key(Authority person, string definitionHash) => $"y-{person.Subject.Id}-{definitionHash}";
}
