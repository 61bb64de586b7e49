using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Identity.Issuers;

/// <summary>
/// At most one instance refreshes a person's grant at a time: with rotation, two at once look like theft to the provider, which then
/// ends the whole family of tokens. A holder keeps it for as long as it needs; one that died loses it when it runs out.
/// </summary>
internal sealed class GrantLease(Tables tables, TimeProvider time, TimeSpan length)
{
    private const int MostRenewals = 40;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    public static TimeSpan UsualLength { get; } = TimeSpan.FromSeconds(10);

    /// <summary>Waits for the lease as long as the caller has patience.</summary>
    public async Task<HeldLease> TakeAsync(SubjectId subject, ConnectionName grant, CancellationToken cancellation)
    {
        while (true)
        {
            if (await TryTakeAsync(subject, grant, cancellation) is { } row)
                return new(row, KeepAsync);
            await Task.Delay(Between, cancellation);
        }
    }

    public async Task GiveBackAsync(HeldLease lease)
    {
        await lease.DisposeAsync();
        try
        {
            await tables.Sessions.DeleteEntityAsync(lease.Row.PartitionKey, lease.Row.RowKey, lease.Row.ETag, CancellationToken.None);
        }
        catch (RequestFailedException lost) when (lost.Status is 404 or 412)
        {
            // It ran out and somebody else took it: theirs stays.
        }
    }

    /// <summary>A provider that is slow, a queue before it, a vault that throttles: what is held is renewed before it runs out.</summary>
    private async Task KeepAsync(TableEntity row, CancellationToken ended)
    {
        try
        {
            for (var renewal = 0; renewal < MostRenewals; renewal++)
            {
                await Task.Delay(length / 3, ended);
                row["seenAt"] = time.GetUtcNow();
                row.ETag = (await tables.Sessions.UpdateEntityAsync(row, row.ETag, TableUpdateMode.Replace, CancellationToken.None)).Headers.ETag ?? row.ETag;
            }
        }
        catch (Exception over) when (over is OperationCanceledException or RequestFailedException)
        {
            // Given back, or lost already: it runs out by itself.
        }
    }

    private async Task<TableEntity?> TryTakeAsync(SubjectId subject, ConnectionName grant, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var mine = new TableEntity(subject.Value, $"refresh-{grant}") { ["seenAt"] = now };
        var held = await tables.Sessions.GetEntityIfExistsAsync<TableEntity>(mine.PartitionKey, mine.RowKey, null, cancellation);
        if (held.HasValue && held.Value!.GetDateTimeOffset("seenAt") + length > now)
            return null;
        try
        {
            var taken = held.HasValue
                ? await tables.Sessions.UpdateEntityAsync(mine, held.Value!.ETag, TableUpdateMode.Replace, cancellation)
                : await tables.Sessions.AddEntityAsync(mine, cancellation);
            mine.ETag = taken.Headers.ETag ?? ETag.All;
            return mine;
        }
        catch (RequestFailedException faster) when (faster.Status is 404 or 409 or 412)
        {
            return null;
        }
    }
}
