using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Identity.Offboarding;

/// <summary>Stores the ids of handled signals, shared by all instances.</summary>
internal sealed class SeenSignals(Tables tables, TimeProvider time)
{
    /// <summary>Signals older than this are refused if they have a time, so ids need no longer retention.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(30);

    private const string RowKey = "signal";

    public async Task<bool> KnowsAsync(Signal signal, CancellationToken cancellation) =>
        Key(signal) is { } key
        && (await tables.Offboarding.GetEntityIfExistsAsync<TableEntity>(key, RowKey, ["PartitionKey"], cancellation)).HasValue;

    /// <summary>False if another instance stored the id first.</summary>
    public async Task<bool> RememberAsync(Signal signal, CancellationToken cancellation)
    {
        if (Key(signal) is not { } key)
            return true;
        try
        {
            await tables.Offboarding.AddEntityAsync(new TableEntity(key, RowKey) { ["heardAt"] = time.GetUtcNow() }, cancellation);
            return true;
        }
        catch (RequestFailedException known) when (known.Status == 409)
        {
            return false;
        }
    }

    public async Task SweepAsync(CancellationToken cancellation)
    {
        var over = TableClient.CreateQueryFilter($"RowKey eq {RowKey} and heardAt lt {time.GetUtcNow() - Retention}");
        await foreach (var row in tables.Offboarding.QueryAsync<TableEntity>(over, null, ["PartitionKey", "RowKey"], cancellation))
            await tables.Offboarding.DeleteEntityAsync(row.PartitionKey, row.RowKey, ETag.All, cancellation);
    }

    /// <summary>A signal can name several people, and each is handled once. The digest turns any id into a valid key.</summary>
    private static string? Key(Signal signal) =>
        signal.Id is null
            ? null
            : Sha256.HexOfJson(new[] { signal.Provider, signal.Id, signal.Person.Value, $"{signal.Kind}" });
}
