using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Automations;

/// <summary>
/// Deduplicates the events of an automation with one row per event, keyed by a digest of its signed data. The call that adds the row starts the run.
/// A later call starts it again only if the first one stopped before <see cref="BegunAsync"/>. The run id is the same, so a second start has no
/// effect.
/// </summary>
public sealed class SeenEvents(Tables tables, TimeProvider time)
{
    private const string Begun = "Begun";
    private const string Until = "Until";

    /// <summary>Much longer than the window in which a signature with a timestamp is accepted.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(1);

    /// <summary>Claims an event. False when its run was already started.</summary>
    /// <param name="isTimed">Whether the signature covers a timestamp. The row of an event without one is never deleted, because the event could be
    /// replayed at any time.</param>
    public async Task<bool> TakeAsync(AutomationId automation, string eventId, bool isTimed, CancellationToken cancellation)
    {
        var row = Row(automation, eventId);
        row["At"] = time.GetUtcNow();
        if (isTimed)
            row[Until] = time.GetUtcNow() + Retention;
        try
        {
            await tables.Automations.AddEntityAsync(row, cancellation);
            return true;
        }
        catch (RequestFailedException known) when (known.Status == 409)
        {
            var found = await tables.Automations.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellation);
            return found.HasValue && found.Value!.GetBoolean(Begun) is not true;
        }
    }

    public async Task BegunAsync(AutomationId automation, string eventId, CancellationToken cancellation)
    {
        var row = Row(automation, eventId);
        row[Begun] = true;
        await tables.Automations.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellation);
    }

    /// <summary>Deletes the rows of events whose signature is too old to be accepted again.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var over = TableClient.CreateQueryFilter($"RowKey ge {AutomationKeys.Event("")} and Until lt {time.GetUtcNow()}");
        await foreach (var row in tables.Automations.QueryAsync<TableEntity>(over, null, ["PartitionKey", "RowKey"], cancellation))
            await tables.Automations.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
    }

    private static TableEntity Row(AutomationId automation, string eventId) =>
        new(AutomationKeys.Partition(automation), AutomationKeys.Event(Sha256.Hex(eventId)));
}
