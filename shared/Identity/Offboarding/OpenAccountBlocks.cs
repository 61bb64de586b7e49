using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Identity.Offboarding;

/// <summary>
/// An index of people with open work, in one partition of table <c>offboarding</c>, which is all that an idle app reads. A pointer is written
/// before its block, so the index can have one entry too many, never one too few.
/// </summary>
internal sealed class OpenAccountBlocks(Tables tables)
{
    private const string Partition = "open";
    private const string Sweep = "sweep";

    public Task PointAsync(SubjectId person, DateTimeOffset due, CancellationToken cancellation) => UpsertAsync(person.Value, due, cancellation);

    /// <summary>Requests a sweep. The request is due until the sweep is done.</summary>
    public Task WantSweepAsync(CancellationToken cancellation) => UpsertAsync(Sweep, DateTimeOffset.UnixEpoch, cancellation);

    /// <summary>Returns the request for a sweep, or null.</summary>
    public async Task<ETag?> WantedSweepAsync(CancellationToken cancellation) =>
        await tables.Offboarding.GetEntityIfExistsAsync<TableEntity>(Partition, Sweep, null, cancellation) is { HasValue: true } row ? row.Value!.ETag : null;

    /// <summary>Deletes this request, but not a newer one.</summary>
    public Task SweptAsync(ETag wanted, CancellationToken cancellation) => ChangeAsync(
        () => tables.Offboarding.DeleteEntityAsync(Partition, Sweep, wanted, cancellation));

    public async Task<bool> IsAnyAsync(DateTimeOffset now, CancellationToken cancellation) =>
        await tables.Offboarding.QueryAsync<TableEntity>(Due(now), 1, ["RowKey"], cancellation).AnyAsync(cancellation);

    public async IAsyncEnumerable<OpenPerson> ReadAsync(DateTimeOffset now, int most, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var found = 0;
        await foreach (var row in tables.Offboarding.QueryAsync<TableEntity>(Due(now), null, null, cancellation))
        {
            if (!SubjectId.TryParse(row.RowKey, out var person))
                continue;
            yield return new(person, row.GetDateTimeOffset(AccountBlock.Due) ?? now, row.ETag);
            if (++found == most)
                yield break;
        }
    }

    /// <param name="again">The time of the next work, or null. A newer pointer is not overwritten.</param>
    public Task LookedAsync(OpenPerson open, DateTimeOffset? again, CancellationToken cancellation) => ChangeAsync(() => again is { } due
        ? tables.Offboarding.UpdateEntityAsync(Row(open.Person.Value, due), open.Version, TableUpdateMode.Replace, cancellation)
        : tables.Offboarding.DeleteEntityAsync(Partition, open.Person.Value, open.Version, cancellation));

    private static async Task ChangeAsync(Func<Task<Response>> change)
    {
        try
        {
            await change();
        }
        catch (RequestFailedException changed) when (changed.Status is 412 or 404)
        {
            // A new signal arrived, or another instance moved the pointer.
        }
    }

    private static string Due(DateTimeOffset now) => TableClient.CreateQueryFilter($"PartitionKey eq {Partition} and due le {now}");

    private static TableEntity Row(string key, DateTimeOffset due) => new(Partition, key) { [AccountBlock.Due] = due };

    private Task<Response> UpsertAsync(string key, DateTimeOffset due, CancellationToken cancellation) =>
        tables.Offboarding.UpsertEntityAsync(Row(key, due), TableUpdateMode.Replace, cancellation);
}

internal readonly record struct OpenPerson(SubjectId Person, DateTimeOffset Due, ETag Version);
