using Azure;
using Azure.Data.Tables;

namespace Onbehalf.Host.Timers;

/// <summary>Stores the rows of the timers. Updates use optimistic concurrency by ETag, so one process runs an occurrence.</summary>
internal sealed class TimerStore(TableClient table)
{
    public Task CreateAsync(CancellationToken cancellation) => table.CreateIfNotExistsAsync(cancellation);

    public async Task<TimerRow?> FindAsync(string function, CancellationToken cancellation)
    {
        var found = await table.GetEntityIfExistsAsync<TimerRow>(TimerRow.Partition, function, cancellationToken: cancellation);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>Adds the row, or replaces it if it is unchanged. Returns false if another process changed it first.</summary>
    public async Task<bool> SaveAsync(TimerRow row, CancellationToken cancellation)
    {
        try
        {
            var saved = row.ETag == default
                ? await table.AddEntityAsync(row, cancellation)
                : await table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellation);
            row.ETag = saved.Headers.ETag ?? throw new InvalidOperationException("The table store names the row's new version.");
            return true;
        }
        catch (RequestFailedException faster) when (faster.Status is 404 or 409 or 412)
        {
            return false;
        }
    }
}
