using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;

namespace Onbehalf.Threads;

/// <summary>Threads and their members. A direct conversation and a thread of a busy room have the same rows.</summary>
public sealed class ThreadStore(Tables tables, TimeProvider time, Pulses pulses, IThreadDoor? door = null)
{
    /// <summary>The maximum number of rows beside the head in one transaction, which has at most 100 operations.</summary>
    private const int RowsAtOnce = 90;
    private const int MaxTries = 40;

    private readonly Inbox _inbox = new(tables.Inbox, pulses);

    public Task<MemberThread> CreateAsync(Subject creator, string? title, IReadOnlyCollection<Participant> others, CancellationToken cancellation) =>
        CreateAsync(ThreadId.New(), null, creator, title, others, cancellation);

    /// <summary>Returns the thread for this member. Null if the thread does not exist or the person is not a member.</summary>
    public async Task<MemberThread?> FindForMemberAsync(SubjectId member, ThreadId thread, CancellationToken cancellation)
    {
        var head = tables.Threads.GetEntityIfExistsAsync<TableEntity>(thread.Value, ThreadKeys.Head, cancellationToken: cancellation);
        var me = await tables.Threads.GetEntityIfExistsAsync<TableEntity>(thread.Value, ThreadKeys.Member(member), cancellationToken: cancellation);
        if (!(await head).HasValue)
            return null;
        var read = ThreadHead.Read((await head).Value!);
        if (!read.IsBehindDoor)
            return me.HasValue ? new(read.Thread, MemberRows.Read(me.Value!), me.Value!.ETag) : null;
        return await AdmitAsync(member, thread, cancellation) is { } admitted ? new(read.Thread, admitted.Member, admitted.Mark) : null;
    }

    /// <summary>Returns only the membership. Null if the person is not a member.</summary>
    public async Task<Member?> FindMemberAsync(SubjectId member, ThreadId thread, CancellationToken cancellation)
    {
        var row = await tables.Threads.GetEntityIfExistsAsync<TableEntity>(thread.Value, ThreadKeys.Member(member), cancellationToken: cancellation);
        if (row.HasValue ? !MemberRows.IsBehindDoor(row.Value!) : door is null)
            return row.HasValue ? MemberRows.Read(row.Value!) : null;
        return row.HasValue || await IsBehindDoorAsync(thread, cancellation) ? (await AdmitAsync(member, thread, cancellation))?.Member : null;
    }

    /// <summary>
    /// Returns true if this person may write to the thread now. Without another product that manages members it returns true unchecked, because
    /// <see cref="MessageStore"/> refuses a non-member.
    /// </summary>
    internal async Task<bool> MayEnterAsync(SubjectId person, ThreadId thread, CancellationToken cancellation) =>
        door is null || await FindMemberAsync(person, thread, cancellation) is not null;

    /// <summary>Returns the thread for this member, with all members.</summary>
    public async Task<ThreadWithMembers?> FindWithMembersAsync(SubjectId member, ThreadId thread, CancellationToken cancellation) =>
        (await LookAsync(member, thread, cancellation) as ThreadLook.Found)?.Thread;

    /// <summary>Returns the thread for this member, or the reason why it is inaccessible.</summary>
    public async Task<ThreadLook> LookAsync(SubjectId member, ThreadId thread, CancellationToken cancellation)
    {
        if (await ReadAsync(thread, cancellation) is not { } read)
            return new ThreadLook.Gone();
        var known = read.For(member);
        if (read.IsBehindDoor)
        {
            var entry = await EnterAsync(member, thread, cancellation);
            if (entry.IsUnclear)
                return new ThreadLook.Unclear();
            known = entry.Admitted is null ? null : known ?? (await ReadAsync(thread, cancellation))?.For(member);
        }

        return known is null ? new ThreadLook.Gone() : new ThreadLook.Found(known);
    }

    /// <summary>Returns null if the thread does not exist.</summary>
    internal async Task<ThreadReading?> ReadAsync(ThreadId thread, CancellationToken cancellation)
    {
        var head = tables.Threads.GetEntityIfExistsAsync<TableEntity>(thread.Value, ThreadKeys.Head, cancellationToken: cancellation);
        var members = await MembersAsync(thread, cancellation);
        if (!(await head).HasValue)
            return null;
        var read = ThreadHead.Read((await head).Value!);
        return new(read.Thread, members) { IsBehindDoor = read.IsBehindDoor };
    }

    public async Task<ImmutableArray<Member>> MembersAsync(ThreadId thread, CancellationToken cancellation) =>
        (await PresentAsync(thread, cancellation)).Members;

    /// <summary>Reads the presence of a thread in one query.</summary>
    internal async Task<ThreadPresence> PresentAsync(ThreadId thread, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {thread.Value} and RowKey ge {ThreadKeys.Changed} and RowKey lt {ThreadKeys.AfterMembers}");
        return ThreadPresence.Of(await tables.Threads.QueryAsync<TableEntity>(filter, cancellationToken: cancellation).ToListAsync(cancellation));
    }

    /// <summary>
    /// Reads the presence and the rows of the thread's shares in one query, because their keys follow those of the members. Of each share row, it
    /// reads <paramref name="columns"/>.
    /// </summary>
    internal async Task<(ThreadPresence Present, IReadOnlyList<TableEntity> Shares)> PresentAsync(
        ThreadId thread, IEnumerable<string> columns, CancellationToken cancellation)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {thread.Value} and RowKey ge {ThreadKeys.Changed} and RowKey lt {ThreadKeys.AfterShares}");
        var rows = await tables.Threads.QueryAsync<TableEntity>(filter, select: MemberRows.Columns.Union(columns), cancellationToken: cancellation)
            .ToListAsync(cancellation);
        var shares = rows.FindAll(static row => string.CompareOrdinal(row.RowKey, ThreadKeys.FirstShare) >= 0);
        return (ThreadPresence.Of(rows.Take(rows.Count - shares.Count)), shares);
    }

    /// <summary>Returns a page of the ids of this person's threads, in order of id.</summary>
    public async Task<(ImmutableArray<ThreadId> Ids, string? Next)> IdsForAsync(SubjectId person, string? from, int limit, CancellationToken cancellation)
    {
        var (keys, next) = await _inbox.ListAsync(person, from ?? InboxKeys.FirstThread, InboxKeys.AfterThreads, limit, cancellation);
        return ([.. keys.Select(ThreadId.Parse)], next);
    }

    /// <summary>Returns a page of this person's threads. Within the page, the most recently active thread is first.</summary>
    public async Task<InboxPage<ThreadWithMembers>> ListForAsync(SubjectId person, string? from, int limit, CancellationToken cancellation)
    {
        var (keys, next) = await _inbox.ListAsync(person, from ?? InboxKeys.FirstThread, InboxKeys.AfterThreads, limit, cancellation);
        var threads = await Task.WhenAll(keys.Select(key => FindWithMembersAsync(person, ThreadId.Parse(key), cancellation)));
        return new([.. threads.OfType<ThreadWithMembers>().OrderByDescending(static t => t.Thread.Thread.LastAt)], next);
    }

    /// <summary>Advances the read mark, never backwards. Returns false if the person is not a member.</summary>
    public async Task<bool> ReadAsync(SubjectId member, MessageId upTo, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            if (await FindForMemberAsync(member, upTo.Thread, cancellation) is not { } found)
                return false;
            var mark = Math.Min(upTo.Seq, found.Thread.LastSeq);
            if (mark <= found.Me.ReadSeq)
                return true;
            var row = new TableEntity(upTo.Thread.Value, ThreadKeys.Member(member)) { [MemberRows.ReadSeq] = mark };
            try
            {
                await tables.Threads.UpdateEntityAsync(row, found.Mark, TableUpdateMode.Merge, cancellation);
                pulses.TouchHere(member, upTo.Thread);
                return true;
            }
            catch (RequestFailedException changed) when (changed.Status is 404 or 412 && tries < MaxTries)
            {
                // A concurrent request advanced the mark or removed the member. Read and try again.
            }
        }
    }

    /// <summary>Sets a title that all members see. Returns false if the person is not a member.</summary>
    public async Task<bool> RenameAsync(SubjectId member, ThreadId thread, string title, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            // The head is read first: a later removal of a member changes its ETag.
            var head = await tables.Threads.GetEntityIfExistsAsync<TableEntity>(thread.Value, ThreadKeys.Head, cancellationToken: cancellation);
            if (!head.HasValue || await FindMemberAsync(member, thread, cancellation) is null)
                return false;
            try
            {
                await tables.Threads.UpdateEntityAsync(ThreadHead.Named(thread, title), head.Value!.ETag, TableUpdateMode.Merge, cancellation);
                pulses.Touch(thread);
                return true;
            }
            catch (RequestFailedException changed) when (changed.Status is 404 or 412 && tries < MaxTries)
            {
                // A concurrent message changed the head. Read and try again.
            }
        }
    }

    /// <summary>Sets the members of a thread outside a room. Returns true if a person was added or removed.</summary>
    public Task<bool> SetMembersAsync(ThreadId thread, ImmutableArray<Participant> members, CancellationToken cancellation) =>
        AlignAsync(thread, () => Task.FromResult(members), cancellation);

    /// <summary>Changes this member's list settings for the thread. Returns false if the person is not a member.</summary>
    public async Task<bool> RearrangeAsync(SubjectId member, ThreadId thread, Rearrangement change, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(change);
        for (var tries = 1; ; tries++)
        {
            if (await FindForMemberAsync(member, thread, cancellation) is not { } found)
                return false;
            var (now, last) = (found.Me.Arrangement, found.Thread.LastSeq);
            var wanted = new Arrangement(
                change.Pinned ?? now.IsPinned, change.Muted ?? now.IsMuted, change.Archived is { } archived ? archived ? last : null : now.ArchivedSeq);
            var unread = Math.Max(found.Me.JoinedSeq - 1, Math.Min(found.Me.ReadSeq, last - 1));
            var read = change.Unread switch { true => unread, false => last, null => found.Me.ReadSeq };
            try
            {
                await tables.Threads.UpdateEntityAsync(MemberRows.Rearranged(thread, member, wanted, read), found.Mark, TableUpdateMode.Merge, cancellation);
                pulses.Touch(member, thread.Value);
                return true;
            }
            catch (RequestFailedException changed) when (changed.Status is 404 or 412 && tries < MaxTries)
            {
                // A concurrent request changed the row or removed the member. Read and try again.
            }
        }
    }

    internal async Task<MemberThread> CreateAsync(
        ThreadId id, RoomId? room, Subject creator, string? title, IReadOnlyCollection<Participant> others,
        CancellationToken cancellation, bool behindDoor = false)
    {
        var now = time.GetUtcNow();
        Participant[] everybody = [Participant.Of(creator), .. others.Where(o => o.Subject != creator.Id).DistinctBy(static o => o.Subject)];
        var head = ThreadHead.New(id, room, title ?? "", everybody, now, behindDoor);
        var rows = everybody.Select(person => new TableTransactionAction(
            TableTransactionActionType.UpsertReplace, MemberRows.New(id, person, joinedSeq: 1, behindDoor))).ToArray();
        var batches = rows.Chunk(RowsAtOnce).ToArray();
        for (var i = 0; i < batches.Length; i++)
        {
            // The head is written last, because a thread exists once its head exists.
            TableTransactionAction[] last = i == batches.Length - 1 ? [new(TableTransactionActionType.Add, head)] : [];
            await tables.Threads.SubmitTransactionAsync([.. batches[i], .. last], cancellation);
        }

        await _inbox.AddAsync(everybody, id.Value, cancellation);
        return new(ThreadHead.Read(head).Thread, MemberRows.Read(MemberRows.New(id, everybody[0], joinedSeq: 1)));
    }

    /// <summary>
    /// Sets the thread's members to the current result of <paramref name="wanted"/>. The head is read before that call, and its ETag is a condition
    /// of every change. An older result can therefore never overwrite a newer one. A new member can read from the next message. Returns true if a
    /// person was added or removed.
    /// </summary>
    internal async Task<bool> AlignAsync(ThreadId thread, Func<Task<ImmutableArray<Participant>>> wanted, CancellationToken cancellation)
    {
        for (var tries = 1; ; tries++)
        {
            var row = await tables.Threads.GetEntityIfExistsAsync<TableEntity>(thread.Value, ThreadKeys.Head, cancellationToken: cancellation);
            if (!row.HasValue)
                return false;
            var head = ThreadHead.Read(row.Value!);
            var people = await wanted();
            var present = await MembersAsync(thread, cancellation);
            var gone = present.Select(static m => m.Subject).Except(people.Select(static p => p.Subject)).ToArray();
            var come = people.ExceptBy(present.Select(static m => m.Subject), static p => p.Subject).ToArray();
            if (gone.Length + come.Length == 0)
                return false;
            await _inbox.AddAsync(come, thread.Value, cancellation);
            try
            {
                await ChangeAsync(head, gone, come, cancellation);
            }
            catch (RequestFailedException changed) when (changed.Status is 404 or 409 or 412 && tries < MaxTries)
            {
                continue;
            }

            await _inbox.RemoveAsync(gone, thread.Value, cancellation);
            return true;
        }
    }

    private async Task<bool> IsBehindDoorAsync(ThreadId thread, CancellationToken cancellation) =>
        await tables.Threads.GetEntityIfExistsAsync<TableEntity>(thread.Value, ThreadKeys.Head, null, cancellation) is { HasValue: true, Value: { } head }
        && ThreadHead.Read(head).IsBehindDoor;

    private async Task<(Member Member, ETag Mark)?> AdmitAsync(SubjectId person, ThreadId thread, CancellationToken cancellation) =>
        (await EnterAsync(person, thread, cancellation)).Admitted;

    /// <summary>
    /// Checks access to a thread of another product. The membership row records who entered; the product decides who may be there now. A new member
    /// can read from the first message, as in the product's channel.
    /// </summary>
    private async Task<Entry> EnterAsync(SubjectId person, ThreadId thread, CancellationToken cancellation)
    {
        var row = await tables.Threads.GetEntityIfExistsAsync<TableEntity>(thread.Value, ThreadKeys.Member(person), cancellationToken: cancellation);
        var admission = door is null ? new Admission.Unclear() : await door.AdmitsAsync(person, thread, cancellation);
        var admitted = (admission as Admission.Inside)?.Person;
        if (admission is Admission.Unclear || (admitted is null && !row.HasValue))
            return new(null, admission is Admission.Unclear);
        if (row.HasValue && admitted is not null)
            return new((MemberRows.Read(row.Value!), row.Value!.ETag), IsUnclear: false);
        await AlignAsync(thread, async () => Admitted(await MembersAsync(thread, cancellation), person, admitted), cancellation);
        row = await tables.Threads.GetEntityIfExistsAsync<TableEntity>(thread.Value, ThreadKeys.Member(person), cancellationToken: cancellation);
        return new(row.HasValue ? (MemberRows.Read(row.Value!), row.Value!.ETag) : null, IsUnclear: false);
    }

    private static ImmutableArray<Participant> Admitted(IEnumerable<Member> present, SubjectId person, Participant? admitted) =>
    [
        .. present.Where(member => member.Subject != person || admitted is not null).Select(Participant.Of),
        .. admitted is not null && present.All(member => member.Subject != person) ? [admitted] : Array.Empty<Participant>(),
    ];

    private async Task ChangeAsync(ThreadHead head, SubjectId[] gone, Participant[] come, CancellationToken cancellation)
    {
        var id = head.Thread.Id;
        var leaving = gone.Select(subject => new TableTransactionAction(
            TableTransactionActionType.Delete, new TableEntity(id.Value, ThreadKeys.Member(subject)), ETag.All));
        var coming = come.Select(person => new TableTransactionAction(
            TableTransactionActionType.Add, MemberRows.New(id, person, head.IsBehindDoor ? 1 : head.Thread.LastSeq + 1, head.IsBehindDoor)));
        foreach (var part in leaving.Concat(coming).Chunk(RowsAtOnce))
        {
            var done = await tables.Threads.SubmitTransactionAsync([head.Touch(), .. part], cancellation);
            head = head with { ETag = done.Value[0].Headers.ETag ?? head.ETag };
        }
    }

    private sealed record Entry((Member Member, ETag Mark)? Admitted, bool IsUnclear);
}
