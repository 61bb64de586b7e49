using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Identity.Issuers;

/// <summary>
/// A lease: at most one instance refreshes a person's grant at a time. With rotation, a provider treats two concurrent refreshes as theft and
/// revokes the whole token family. The holder renews the lease; the lease of a dead holder expires.
/// </summary>
internal sealed class GrantLease(Tables tables, TimeProvider time, TimeSpan length)
{
    private const int MostRenewals = 40;

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    public static TimeSpan UsualLength { get; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a person's request waits for the lease.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromSeconds(15);

    /// <summary>Acts while this instance holds the lease. The wait for the lease ends with <paramref name="patience"/>.</summary>
    public async Task<T> HoldAsync<T>(SubjectId subject, SecretPurpose grant, Func<Task<T>> act, CancellationToken patience)
    {
        var lease = await TakeAsync(subject, grant, patience);
        try
        {
            return await act();
        }
        finally
        {
            await GiveBackAsync(lease);
        }
    }

    /// <summary>Waits for the lease until the caller's cancellation.</summary>
    public async Task<HeldLease> TakeAsync(SubjectId subject, SecretPurpose grant, CancellationToken cancellation)
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
            // The lease expired and another instance took it. That lease is not deleted.
        }
    }

    /// <summary>Renews the lease before it expires, because a slow provider, its queue or a throttling vault can delay the holder.</summary>
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
            // The lease was given back or is already lost. It expires by itself.
        }
    }

    private async Task<TableEntity?> TryTakeAsync(SubjectId subject, SecretPurpose grant, CancellationToken cancellation)
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

/// <summary>A lease that is renewed until its holder disposes it.</summary>
internal sealed class HeldLease : IAsyncDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _keeping;

    public HeldLease(TableEntity row, Func<TableEntity, CancellationToken, Task> keep)
    {
        Row = row;
        _keeping = keep(row, _ended.Token);
    }

    public TableEntity Row { get; }

    /// <summary>Stops the renewal.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _keeping;
        _ended.Dispose();
    }
}
