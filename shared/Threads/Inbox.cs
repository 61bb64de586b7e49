using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Threads;

/// <summary>
/// The index of a person's threads and rooms: one row each, written only when membership changes. A row is only a pointer. The thread or room
/// itself decides whether the person is a member.
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

    /// <summary>
    /// Returns the row keys from <paramref name="from"/> (inclusive) to <paramref name="before"/> (exclusive), and the start of the next page.
    /// </summary>
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

/// <summary>
/// Row keys within a person's partition of the table <c>inbox</c>: threads <c>t…</c>, rooms <c>r…</c>, running turns <c>u-…</c>, inbox items
/// <c>i-…</c>, browser registrations <c>p-…</c>.
/// </summary>
internal static class InboxKeys
{
    public const string FirstRoom = "r";

    public const string AfterRooms = "s";

    public const string FirstThread = "t";

    public const string AfterThreads = "u";

    public const string FirstTurn = "u-";

    public const string AfterTurns = "u.";

    public const string FirstItem = "i-";

    public const string AfterItems = "i.";

    public static string Partition(SubjectId subject) => subject.Value;

    public static string Turn(TurnId turn) => FirstTurn + turn.Value;

    public static string Item(string id) => FirstItem + id;
}

/// <summary>A page of a person's inbox. <paramref name="Next"/> is the start of the next page, null for the last one.</summary>
public sealed record InboxPage<T>(IReadOnlyList<T> Items, string? Next);
