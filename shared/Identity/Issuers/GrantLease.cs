using Azure;
using Azure.Data.Tables;
using Onbehalf.Delegation;
using Onbehalf.Storage;

namespace Onbehalf.Identity.Issuers;

/// <summary>
/// At most one instance refreshes a person's grant at a time: with rotation, two at once look like theft to the provider, which then
/// ends the whole family of tokens. A holder that died loses the lease when it runs out.
/// </summary>
internal sealed class GrantLease(Tables tables, TimeProvider time)
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for the lease as long as the caller has patience.</summary>
    public async Task<TableEntity> TakeAsync(SubjectId subject, ConnectionName grant, CancellationToken cancellation)
    {
        while (true)
        {
            if (await TryTakeAsync(subject, grant, cancellation).ConfigureAwait(false) is { } lease)
                return lease;
            await Task.Delay(Between, cancellation).ConfigureAwait(false);
        }
    }

    public async Task GiveBackAsync(TableEntity lease)
    {
        try
        {
            await tables.Sessions.DeleteEntityAsync(lease.PartitionKey, lease.RowKey, lease.ETag, CancellationToken.None).ConfigureAwait(false);
        }
        catch (RequestFailedException lost) when (lost.Status is 404 or 412)
        {
            // It ran out and somebody else took it: theirs stays.
        }
    }

    private async Task<TableEntity?> TryTakeAsync(SubjectId subject, ConnectionName grant, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var mine = new TableEntity(subject.Value, $"refresh-{grant}") { ["seenAt"] = now };
        var held = await tables.Sessions.GetEntityIfExistsAsync<TableEntity>(mine.PartitionKey, mine.RowKey, null, cancellation).ConfigureAwait(false);
        if (held.HasValue && held.Value!.GetDateTimeOffset("seenAt") + Length > now)
            return null;
        try
        {
            var taken = held.HasValue
                ? await tables.Sessions.UpdateEntityAsync(mine, held.Value!.ETag, TableUpdateMode.Replace, cancellation).ConfigureAwait(false)
                : await tables.Sessions.AddEntityAsync(mine, cancellation).ConfigureAwait(false);
            mine.ETag = taken.Headers.ETag ?? ETag.All;
            return mine;
        }
        catch (RequestFailedException faster) when (faster.Status is 404 or 409 or 412)
        {
            return null;
        }
    }
}
