using Azure.Data.Tables;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Artifacts;

/// <summary>A person's consent to run one exact request of another author. Another definition is another request and needs a new consent.</summary>
public sealed class ArtifactConsents(Tables tables, TimeProvider time)
{
    internal async Task<bool> HasAsync(Authority person, ArtifactId artifact, string definitionHash, CancellationToken cancellation) =>
        (await tables.Artifacts.GetEntityIfExistsAsync<TableEntity>(artifact.Value, Key(person, definitionHash), cancellationToken: cancellation)).HasValue;

    internal Task AddAsync(Authority person, ArtifactId artifact, string definitionHash, CancellationToken cancellation) =>
        tables.Artifacts.UpsertEntityAsync(
            new TableEntity(artifact.Value, Key(person, definitionHash)) { [ArtifactRows.At] = time.GetUtcNow() }, TableUpdateMode.Replace, cancellation);

    private static string Key(Authority person, string definitionHash) => $"y-{person.Subject.Id}-{definitionHash}";
}
