using Azure;
using Azure.Data.Tables;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>The timers' rows. A change counts only against the row as it was read, so one process runs an occurrence.</summary>
internal sealed class TimerStore(TableServiceClient tables, HostJson hostJson)
{
    private readonly TableClient _table = tables.GetTableClient($"{hostJson.TaskHub}timers");

    public Task CreateAsync(CancellationToken cancellation) => _table.CreateIfNotExistsAsync(cancellation);

    public async Task<TimerRow?> FindAsync(string function, CancellationToken cancellation)
    {
        var found = await _table.GetEntityIfExistsAsync<TimerRow>(TimerRow.Partition, function, cancellationToken: cancellation);
        return found.HasValue ? found.Value : null;
    }

    /// <summary>Adds the row, or replaces it as it was read; false when another process was faster.</summary>
    public async Task<bool> SaveAsync(TimerRow row, CancellationToken cancellation)
    {
        try
        {
            var saved = row.ETag == default
                ? await _table.AddEntityAsync(row, cancellation)
                : await _table.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, cancellation);
            row.ETag = saved.Headers.ETag ?? throw new InvalidOperationException("The table store names the row's new version.");
            return true;
        }
        catch (RequestFailedException faster) when (faster.Status is 404 or 409 or 412)
        {
            return false;
        }
    }
}
