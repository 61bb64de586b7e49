using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Threads;

/// <summary>
/// Where a person finds their threads and rooms: one row each, written when membership changes and at no other time. A row is only a
/// pointer; whether the person is a member is asked of the thread or room itself.
/// </summary>
internal sealed class Inbox(TableClient inbox, Pulses pulses)
{
    private const int AtOnce = 8;

    public Task AddAsync(IEnumerable<Participant> people, string what, CancellationToken cancellation) =>
        Parallel.ForEachAsync(people, Options(cancellation), async (person, token) =>
        {
            await inbox.UpsertEntityAsync(new TableEntity(InboxKeys.Partition(person.Subject), what), TableUpdateMode.Merge, token);
            pulses.Touch(person.Subject, what);
        });

    public Task RemoveAsync(IEnumerable<SubjectId> people, string what, CancellationToken cancellation) =>
        Parallel.ForEachAsync(people, Options(cancellation), async (person, token) =>
        {
            await inbox.DeleteEntityAsync(InboxKeys.Partition(person), what, ETag.All, token);
            pulses.Touch(person, what);
        });

    /// <summary>Row keys from <paramref name="from"/> up to but without <paramref name="before"/>, and where the next page starts.</summary>
    public async Task<(IReadOnlyList<string> Keys, string? Next)> ListAsync(
        SubjectId person, string from, string before, int limit, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {InboxKeys.Partition(person)} and RowKey ge {from} and RowKey lt {before}");
        var keys = new List<string>();
        await foreach (var row in inbox.QueryAsync<TableEntity>(filter, limit + 1, ["RowKey"], cancellation))
        {
            if (keys.Count == limit)
                return (keys, row.RowKey);
            keys.Add(row.RowKey);
        }

        return (keys, null);
    }

    internal static ParallelOptions Options(CancellationToken cancellation) => new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
}
