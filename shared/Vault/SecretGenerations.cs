using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Vault;

/// <summary>
/// Stores the newest generation of each deleted secret in table <c>grants</c>. The number only grows. A secret that was never deleted has no row.
/// </summary>
internal sealed class SecretGenerations(Tables tables)
{
    private const string Generation = "generation";
    private const int MaxAttempts = 8;

    /// <summary>1 for a secret that was never deleted.</summary>
    public async Task<int> NewestAsync(SubjectId subject, SecretPurpose purpose, CancellationToken cancellation) =>
        (await FindAsync(subject, purpose, cancellation))?.GetInt32(Generation) ?? 1;

    /// <summary>Written before the secret is set, so that every process uses the new generation.</summary>
    public async Task BeginAsync(SubjectId subject, SecretPurpose purpose, int generation, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var before = await FindAsync(subject, purpose, cancellation);
            if (before?.GetInt32(Generation) >= generation)
                return;
            var row = new TableEntity(subject.Value, RowKey(purpose)) { [Generation] = generation };
            try
            {
                await (before is null
                    ? tables.Grants.AddEntityAsync(row, cancellation)
                    : tables.Grants.UpdateEntityAsync(row, before.ETag, TableUpdateMode.Replace, cancellation));
                return;
            }
            catch (RequestFailedException faster) when (faster.Status is 409 or 412)
            {
                // Another process started a generation, possibly the same one.
            }
        }

        throw new InvalidOperationException("The generation of a secret changes faster than it can be written.");
    }

    private async Task<TableEntity?> FindAsync(SubjectId subject, SecretPurpose purpose, CancellationToken cancellation) =>
        await tables.Grants.GetEntityIfExistsAsync<TableEntity>(subject.Value, RowKey(purpose), null, cancellation) is { HasValue: true, Value: { } row }
            ? row
            : null;

    /// <summary>Purposes have no dot.</summary>
    private static string RowKey(SecretPurpose purpose) => $"generation.{purpose}";
}
