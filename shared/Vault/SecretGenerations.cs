using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Vault;

/// <summary>The newest generation of each secret that was ever deleted, in table <c>grants</c>; it only grows, and one that never was has none.</summary>
internal sealed class SecretGenerations(Tables tables)
{
    private const string Generation = "generation";
    private const int MaxAttempts = 8;

    /// <summary>1 for a secret that was never deleted.</summary>
    public async Task<int> NewestAsync(SubjectId subject, ConnectionName connection, CancellationToken cancellation) =>
        (await FindAsync(subject, connection, cancellation))?.GetInt32(Generation) ?? 1;

    /// <summary>Before anything is set under its name, so that no process overlooks it.</summary>
    public async Task BeginAsync(SubjectId subject, ConnectionName connection, int generation, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var before = await FindAsync(subject, connection, cancellation);
            if (before?.GetInt32(Generation) >= generation)
                return;
            var row = new TableEntity(subject.Value, RowKey(connection)) { [Generation] = generation };
            try
            {
                await (before is null
                    ? tables.Grants.AddEntityAsync(row, cancellation)
                    : tables.Grants.UpdateEntityAsync(row, before.ETag, TableUpdateMode.Replace, cancellation));
                return;
            }
            catch (RequestFailedException faster) when (faster.Status is 409 or 412)
            {
                // Another process began one: maybe this one.
            }
        }

        throw new InvalidOperationException("The generation of a secret changes faster than it can be written.");
    }

    private async Task<TableEntity?> FindAsync(SubjectId subject, ConnectionName connection, CancellationToken cancellation) =>
        await tables.Grants.GetEntityIfExistsAsync<TableEntity>(subject.Value, RowKey(connection), null, cancellation) is { HasValue: true, Value: { } row } ? row : null;

    /// <summary>No name of a connection has a dot.</summary>
    private static string RowKey(ConnectionName connection) => $"generation.{connection}";
}
