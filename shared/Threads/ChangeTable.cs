using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Threads;

/// <summary>
/// Reads changes of messages: one query per page, none for a thread without changes. A further query runs only if a message has more reactions with
/// one emoji than its row names.
/// </summary>
internal sealed class ChangeTable(Tables tables)
{
    public async Task<MessageChange?> FindAsync(MessageId id, CancellationToken cancellation)
    {
        var row = await tables.Threads.GetEntityIfExistsAsync<TableEntity>(id.Thread.Value, ThreadKeys.Change(id.Seq), cancellationToken: cancellation);
        return row.HasValue ? ChangeRows.Read(row.Value!) : null;
    }

    public async Task<ThreadMessage> ApplyAsync(ThreadMessage said, SubjectId viewer, CancellationToken cancellation) =>
        await FindAsync(said.Id, cancellation) is { } change ? (await ApplyAsync([said], [change], viewer, cancellation))[0] : said;

    /// <param name="said">Messages of one thread, in order of their numbers.</param>
    public async Task<IReadOnlyList<ThreadMessage>> ApplyAsync(
        IReadOnlyList<ThreadMessage> said,
        SubjectId viewer,
        Task<IReadOnlyList<MessageChange>> changes,
        CancellationToken cancellation) => await ApplyAsync(said, await changes, viewer, cancellation);

    public async Task<IReadOnlyList<MessageChange>> ListAsync(ThreadId thread, long from, long until, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {thread.Value} and RowKey ge {ThreadKeys.Change(from)} and RowKey le {ThreadKeys.Change(until)}");
        var changes = new List<MessageChange>();
        await foreach (var row in tables.Threads.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
            changes.Add(ChangeRows.Read(row));
        return changes;
    }

    private async Task<IReadOnlyList<ThreadMessage>> ApplyAsync(
        IReadOnlyList<ThreadMessage> said, IReadOnlyList<MessageChange> changes, SubjectId viewer, CancellationToken cancellation)
    {
        if (changes.Count == 0 || said.Count == 0)
            return said;
        var mine = changes.Any(change => change.Reactions.Any(reaction => IsUnsaid(reaction, viewer)))
            ? await OwnAsync(said[0].Id.Thread, viewer, said[0].Id.Seq, said[^1].Id.Seq, cancellation)
            : [];
        var by = changes.ToDictionary(static change => change.Id);
        return [.. said.Select(message => by.TryGetValue(message.Id, out var change) ? For(change).Of(message) : message)];

        MessageChange For(MessageChange change) => change with
        {
            Reactions = [.. change.Reactions.Select(reaction => reaction with
            {
                IsMine = reaction.First.Any(one => one.Subject == viewer) || mine.Contains(ThreadKeys.OwnReaction(viewer, change.Id.Seq, reaction.Emoji)),
            })],
        };
    }

    private static bool IsUnsaid(Reaction reaction, SubjectId viewer) =>
        reaction.Count > reaction.First.Length && reaction.First.All(one => one.Subject != viewer);

    private async Task<HashSet<string>> OwnAsync(ThreadId thread, SubjectId viewer, long from, long until, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {thread.Value} and RowKey ge {ThreadKeys.OwnReactions(viewer, from)} and RowKey lt {ThreadKeys.OwnReactions(viewer, until + 1)}");
        var mine = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var row in tables.Threads.QueryAsync<TableEntity>(filter, select: ["RowKey"], cancellationToken: cancellation))
            mine.Add(row.RowKey);
        return mine;
    }
}
