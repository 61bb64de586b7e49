using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Storage;
using Onbehalf.Threads.Files;

namespace Onbehalf.Threads;

/// <summary>
/// Edits, deletions and reactions, one transaction each. A transaction writes the change row, the thread's change mark and the actor's membership
/// row, which must exist. Callers check permissions.
/// </summary>
public sealed class MessageChanges(Tables tables, EventLog events, Pulses pulses, TimeProvider time)
{
    private const int MaxTries = 40;

    private readonly ChangeTable _table = new(tables);
    private readonly Stripes _stripes = new();

    /// <summary>Replaces the displayed text; the turn continues to use the original. Returns false if the message is deleted or missing.</summary>
    public Task<bool> EditAsync(MemberThread thread, MessageId id, MessageText text, ImmutableArray<Mention> mentions, CancellationToken cancellation) =>
        ChangeAsync(
            thread, id,
            before => before.IsDeleted ? null : before with { Text = text.Value, EditedAt = time.GetUtcNow(), Mentions = mentions },
            [], cancellation, title => title.FromWords(text));

    /// <summary>Deletes the text, also from the message's row, and revokes access to its <paramref name="files"/>.</summary>
    public Task<bool> DeleteAsync(MemberThread thread, MessageId id, CancellationToken cancellation, IReadOnlyList<AttachedFile>? files = null) =>
        ChangeAsync(
            thread, id,
            before => before.IsDeleted ? null : new(id) { IsDeleted = true, Version = before.Version },
            [new(TableTransactionActionType.UpdateMerge, MessageRows.Emptied(id), ETag.All), .. (files ?? []).Select(static file => FileRows.Delete(file.Id))],
            cancellation,
            static title => title.Untitled(),
            isAlready: static before => before.IsDeleted);

    /// <summary>Adds an emoji; idempotent. Returns false at the limit of different emoji, or if the message is missing.</summary>
    public Task<bool> ReactAsync(MemberThread thread, MessageId id, Emoji emoji, CancellationToken cancellation)
    {
        var me = thread.Me;
        var mine = new TableEntity(id.Thread.Value, ThreadKeys.OwnReaction(me.Subject, id.Seq, emoji));
        return ChangeAsync(thread, id, Added, [new(TableTransactionActionType.Add, mine)], cancellation, isDone: () => IsThereAsync(mine, cancellation));

        MessageChange? Added(MessageChange before)
        {
            var known = before.Reactions.FirstOrDefault(one => one.Emoji == emoji);
            if (before.IsDeleted || (known is null && before.Reactions.Length >= Reaction.MostKinds))
                return null;
            var person = Participant.Of(me);
            return known is null
                ? before with { Reactions = before.Reactions.Add(new(emoji, 1, [person])) }
                : before with
                {
                    Reactions = before.Reactions.Replace(
                        known, known with { Count = known.Count + 1, First = known.First.Length < Reaction.MostNamed ? known.First.Add(person) : known.First }),
                };
        }
    }

    /// <summary>Removes the actor's own emoji; idempotent.</summary>
    public Task<bool> UnreactAsync(MemberThread thread, MessageId id, Emoji emoji, CancellationToken cancellation)
    {
        var me = thread.Me.Subject;
        var mine = new TableEntity(id.Thread.Value, ThreadKeys.OwnReaction(me, id.Seq, emoji));
        return ChangeAsync(
            thread,
            id,
            Removed,
            [new(TableTransactionActionType.Delete, mine, ETag.All)],
            cancellation,
            isDone: async () => !await IsThereAsync(mine, cancellation));

        MessageChange? Removed(MessageChange before)
        {
            var known = before.Reactions.FirstOrDefault(one => one.Emoji == emoji);
            return known is null ? before
                : known.Count <= 1 ? before with { Reactions = before.Reactions.Remove(known) }
                : before with
                {
                    Reactions = before.Reactions.Replace(
                        known, known with { Count = known.Count - 1, First = known.First.RemoveAll(one => one.Subject == me) }),
                };
        }
    }

    private async Task<bool> ChangeAsync(
        MemberThread thread, MessageId id, Func<MessageChange, MessageChange?> change, TableTransactionAction[] further, CancellationToken cancellation,
        Func<ThreadHead, TableEntity>? title = null, Func<Task<bool>>? isDone = null, Func<MessageChange, bool>? isAlready = null)
    {
        using var passage = await _stripes.EnterAsync(id.Thread.Value, cancellation);
        for (var tries = 1; ; tries++)
        {
            var (found, heading) = (
                _table.FindAsync(id, cancellation), IsTitled(thread, id, title) ? HeadAsync(id.Thread, cancellation) : Task.FromResult<ThreadHead?>(null));
            var done = isDone is null ? Task.FromResult(false) : isDone();
            await Task.WhenAll(found, heading, done);
            if (await done)
                return tries == 1 || await ToldAsync(id, isTitle: false);
            var (before, head) = (await found ?? new(id), await heading);
            // A retry: the first attempt may have succeeded although its response was lost.
            if (tries > 1 && isAlready is not null && isAlready(before))
                return await ToldAsync(id, title is not null);
            if (change(before) is not { } after)
                return false;
            try
            {
                await tables.Threads.SubmitTransactionAsync([ChangeRows.Write(after), .. Marks(thread, head, title), .. further], cancellation);
                return await ToldAsync(id, head is not null);
            }
            catch (RequestFailedException changed) when (changed.Status is 409 or 412 && tries < MaxTries)
            {
                // A concurrent write changed a row. Read and try again.
            }
            catch (RequestFailedException gone) when (gone.Status == 404)
            {
                return isDone is not null && await isDone();
            }

            await Task.Delay(Random.Shared.Next(1, 4 * tries), cancellation);
        }
    }

    /// <summary>Notifies open threads of the message's current state.</summary>
    public Task NotifyAsync(MessageId id) => events.AppendAsync(id.Thread, [ThreadEvent.Revision(id)], CancellationToken.None);

    private static bool IsTitled(MemberThread thread, MessageId id, Func<ThreadHead, TableEntity>? title) =>
        title is not null && thread.Thread.TitleSeq == id.Seq;

    /// <summary>Notifies open threads of the message, and thread lists of a title derived from its text.</summary>
    private async Task<bool> ToldAsync(MessageId id, bool isTitle)
    {
        await NotifyAsync(id);
        if (isTitle)
            pulses.Touch(id.Thread);
        return true;
    }

    /// <summary>Returns the change marks, in two rows. Readers of the head or of the members therefore need no further request.</summary>
    private static TableTransactionAction[] Marks(MemberThread thread, ThreadHead? head, Func<ThreadHead, TableEntity>? title)
    {
        var id = thread.Thread.Id;
        var member = new TableTransactionAction(
            TableTransactionActionType.UpdateMerge, new TableEntity(id.Value, ThreadKeys.Member(thread.Me.Subject)), ETag.All);
        if (head is null && thread.Thread.IsChanged)
            return [member];
        var row = head is { } known && known.Thread.TitleSeq == thread.Thread.TitleSeq ? title!(known) : new TableEntity(id.Value, ThreadKeys.Head);
        row[ThreadHead.Changed] = true;
        return
        [
            member,
            new(TableTransactionActionType.UpdateMerge, row, head?.ETag ?? ETag.All),
            new(TableTransactionActionType.UpsertMerge, new TableEntity(id.Value, ThreadKeys.Changed)),
        ];
    }

    private async Task<bool> IsThereAsync(TableEntity row, CancellationToken cancellation) =>
        (await tables.Threads.GetEntityIfExistsAsync<TableEntity>(row.PartitionKey, row.RowKey, cancellationToken: cancellation)).HasValue;

    private async Task<ThreadHead?> HeadAsync(ThreadId thread, CancellationToken cancellation)
    {
        var row = await tables.Threads.GetEntityIfExistsAsync<TableEntity>(thread.Value, ThreadKeys.Head, cancellationToken: cancellation);
        return row.HasValue ? ThreadHead.Read(row.Value!) : null;
    }
}
