using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Automations;

/// <summary>
/// Which events an automation has had: one row each, by a digest of what of the event is signed. Whoever adds it begins its run; whoever finds it
/// begins it again only where the first did not come that far, which starts nothing twice.
/// </summary>
public sealed class SeenEvents(Tables tables, TimeProvider time)
{
    private const string Begun = "Begun";
    private const string Until = "Until";

    /// <summary>Many times as long as a signature with a time in it is taken for.</summary>
    private static readonly TimeSpan Retention = TimeSpan.FromDays(1);

    /// <summary>False for an event that has had its run.</summary>
    /// <param name="isTimed">Whether the signature covers when it was sent. An event that could come again at any time is never forgotten.</param>
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

    /// <summary>Forgets events whose signature is too old to be taken again.</summary>
    public async Task SweepAsync(CancellationToken cancellation)
    {
        var over = TableClient.CreateQueryFilter($"RowKey ge {AutomationKeys.Event("")} and Until lt {time.GetUtcNow()}");
        await foreach (var row in tables.Automations.QueryAsync<TableEntity>(over, null, ["PartitionKey", "RowKey"], cancellation))
            await tables.Automations.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
    }

    private static TableEntity Row(AutomationId automation, string eventId) =>
        new(AutomationKeys.Partition(automation), AutomationKeys.Event(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(eventId)))));
}
