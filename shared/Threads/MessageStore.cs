using Azure;
using Azure.Data.Tables;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Vault;

namespace Onbehalf.Threads;

/// <summary>The append-only messages of threads, numbered without gaps.</summary>
public sealed class MessageStore(Tables tables, PersonSeal seal, EventLog events, TimeProvider time, IThreadDoor? door = null) : IDisposable
{
    private const string Seq = "Seq";

    private readonly ThreadAppend _append = new(tables.Threads, isWithoutDoor: door is null);
    private readonly RecentMessages _recent = new();
    private readonly ChangeTable _changes = new(tables);

    /// <summary>
    /// Appends a typed message of <paramref name="speaker"/> and notifies the thread's streams. The transaction updates the read mark in the
    /// speaker's membership row, so it fails for a former member. A message without a client id gets one here. A retry of the storage client after
    /// a lost response is therefore idempotent. <paramref name="author"/> is the original author if the speaker forwards another person's question.
    /// <paramref name="refs"/> has the mentions and the quoted message. The same transaction writes the message's number into the membership rows
    /// of mentioned members.
    /// </summary>
    public Task<Appended> AppendAsync(
        Authority speaker,
        ThreadId thread,
        MessageText text,
        ClientId? clientId,
        bool forAgent,
        CancellationToken cancellation,
        Participant? author = null,
        SpokenZone? zone = null,
        MessageRefs? refs = null) =>
        AppendAsync(speaker, thread, text, clientId, forAgent, author, run: null, zone, refs ?? MessageRefs.None, cancellation);

    /// <summary>
    /// Appends the prompt of a run under its author's name, marked with the run. Idempotent per run and <paramref name="time"/>, the count of its
    /// questions.
    /// </summary>
    public Task<Appended> AppendAgreedAsync(Authority author, ThreadId home, MessageText prompt, RunId run, int time, CancellationToken cancellation) =>
        AppendAsync(author, home, prompt, ClientId.Of(run, time), forAgent: true, author: null, run, zone: null, MessageRefs.None, cancellation);

    private async Task<Appended> AppendAsync(
        Authority speaker,
        ThreadId thread,
        MessageText text,
        ClientId? clientId,
        bool forAgent,
        Participant? author,
        RunId? run,
        SpokenZone? zone,
        MessageRefs refs,
        CancellationToken cancellation)
    {
        var subject = speaker.Subject;
        var at = time.GetUtcNow();
        var sent = clientId ?? ClientId.New();
        var nonce = forAgent ? TurnId.NewNonce() : null;
        var result = await _append.AppendAsync(thread, at, text, id => Task.FromResult(Rows(id)), cancellation);
        // A mentioned member may have left concurrently. Try again without mention marks.
        if (result is ThreadAppend.Result.Missing && refs.Members.Length > 0)
            return await AppendAsync(speaker, thread, text, clientId, forAgent, author, run, zone, refs with { Members = [] }, cancellation);
        if (result is ThreadAppend.Result.Missing)
            return new Appended.NotFound();
        var message = result is ThreadAppend.Result.Added added
            ? new ThreadMessage.Typed(added.Id, subject, at, text.Value, forAgent, run)
            {
                Author = author,
                Zone = zone,
                Nonce = nonce,
                Mentions = refs.Mentions,
                Quoted = refs.Quoted,
                Files = [.. refs.Files.Select(static one => one.File)],
            }
            : await FindSentAsync(subject.Id, thread, sent, cancellation);
        if (message is null)
            return new Appended.NotFound();
        if (result is ThreadAppend.Result.Added)
            _recent.Put(message);
        await AnnounceAsync(message, cancellation);
        return result is ThreadAppend.Result.Added || clientId is null ? new Appended.Stored(message) : new Appended.Again(message);

        ThreadAppend.Rows Rows(MessageId id) =>
            new(
                Mark(thread, ThreadKeys.Sent(subject.Id, sent), id),
                [
                    new(TableTransactionActionType.Add, MessageRows.Typed(id, subject, at, text, nonce, author, run, zone, refs)),
                    new(
                        TableTransactionActionType.UpdateMerge,
                        new TableEntity(thread.Value, ThreadKeys.Member(subject.Id)) { [MemberRows.ReadSeq] = id.Seq },
                        ETag.All),
                    .. refs
                        .Members.Where(named => named != subject.Id)
                        .Select(named => new TableTransactionAction(
                            TableTransactionActionType.UpdateMerge,
                            new TableEntity(thread.Value, ThreadKeys.Member(named)) { [MemberRows.MentionSeq] = id.Seq },
                            ETag.All)),
                    .. refs.Files.SelectMany(file => file.SendWith(id, subject.Id)),
                ]);
    }

    /// <summary>Appends the reply of a turn and notifies the streams. Idempotent per turn: a second call returns the stored reply.</summary>
    public async Task<ThreadMessage.Answer> AppendReplyAsync(TurnId turn, Reply reply, CancellationToken cancellation)
    {
        var plain = ReplyBody.Write(reply);
        var row = new TableEntity();
        var askedAt = (await RequireAskingAsync(turn, cancellation)).At;
        var further = EvidenceRows.Further(turn, reply);
        await Task.WhenAll(further.Select(part => tables.Threads.UpsertEntityAsync(part, TableUpdateMode.Replace, cancellation)));
        var added = await _append.AppendAsync(turn.Thread, reply.IsPrivate ? askedAt : reply.At, null, RowsAsync, cancellation) is ThreadAppend.Result.Added;
        var answer = added
            ? (ThreadMessage.Answer)MessageRows.Read(row, further)
            : await FindReplyAsync(turn, cancellation) ?? throw new InvalidOperationException($"{turn.Thread} is not there to be answered in.");
        if (added)
            _recent.Put(answer);
        await events.AppendAsync(turn.Thread, [ThreadEvent.Said(answer.Id)], cancellation);
        return answer;

        async Task<ThreadAppend.Rows> RowsAsync(MessageId id)
        {
            var body = reply.IsPrivate ? await seal.SealAsync(reply.AskedBy.Id, MessageRows.SealedAs(id), plain, cancellation) : plain;
            row = MessageRows.Answer(id, turn, reply, body, askedAt);
            return new(Mark(turn.Thread, ThreadKeys.Reply(turn), id), [new(TableTransactionActionType.Add, row)]);
        }
    }

    /// <summary>Returns the status of the reply's turn; null if the key of the reply's person is deleted.</summary>
    public async Task<ReplyStatus?> StatusOfAsync(ThreadMessage.Answer answer, CancellationToken cancellation)
    {
        var body = answer.IsPrivate ? await seal.OpenAsync(answer.AskedBy.Id, MessageRows.SealedAs(answer.Id), answer.Body, cancellation) : answer.Body;
        return body is null ? null : ReplyBody.Read(answer, body).Status;
    }

    /// <summary>Returns the messages of the range that this member may read. A list shorter than the limit means the end of the thread.</summary>
    public Task<IReadOnlyList<ThreadMessage>> ListAsync(MemberThread thread, MessageRange range, CancellationToken cancellation) =>
        ListAsync(thread.Thread.Id, thread.Me, thread.Thread.IsChanged, range, cancellation);

    /// <summary>Lists messages for a caller that has only read the membership.</summary>
    /// <param name="isChanged">True if a message of the thread was ever changed, or if that is unknown.</param>
    public async Task<IReadOnlyList<ThreadMessage>> ListAsync(ThreadId thread, Member me, bool isChanged, MessageRange range, CancellationToken cancellation)
    {
        var from = Math.Max(range.From, me.JoinedSeq);
        var until = Math.Min(range.From + range.Limit - 1, Numbered.Max);
        if (until < from)
            return [];
        var changes = isChanged ? _changes.ListAsync(thread, from, until, cancellation) : null;
        var said = await SaidAsync(thread, from, until, cancellation);
        return changes is null ? said : await _changes.ApplyAsync(said, me.Subject, changes, cancellation);
    }

    /// <summary>
    /// Returns a message with its original text. <see cref="FindAsync(MessageId, SubjectId, CancellationToken)"/> applies later changes.
    /// </summary>
    public async Task<ThreadMessage?> FindAsync(MessageId id, CancellationToken cancellation)
    {
        if (_recent.Find(id) is { } known)
            return known;
        var row = await tables.Threads.GetEntityIfExistsAsync<TableEntity>(id.Thread.Value, ThreadKeys.Message(id.Seq), cancellationToken: cancellation);
        return row.HasValue ? await ReadAsync(row.Value!, cancellation) : null;
    }

    /// <summary>Returns a message in its current state, with the reactions of <paramref name="viewer"/>.</summary>
    public async Task<ThreadMessage?> FindAsync(MessageId id, SubjectId viewer, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) is { } said ? await _changes.ApplyAsync(said, viewer, cancellation) : null;

    /// <summary>Returns the message that started the turn; null if the store lost it, even if another message has its number now.</summary>
    public async Task<ThreadMessage.Typed?> FindAskingAsync(TurnId turn, CancellationToken cancellation) =>
        await FindAsync(turn.Asking, cancellation) is ThreadMessage.Typed message && message.Turn == turn ? message : null;

    public async Task<ThreadMessage.Typed> RequireAskingAsync(TurnId turn, CancellationToken cancellation) =>
        await FindAskingAsync(turn, cancellation) ?? throw new InvalidOperationException($"The message of turn {turn} is gone.");

    public async Task<ThreadMessage.Answer?> FindReplyAsync(TurnId turn, CancellationToken cancellation) =>
        await FindMarkedAsync(turn.Thread, ThreadKeys.Reply(turn), cancellation) as ThreadMessage.Answer;

    /// <summary>Returns the message that was stored with this client id; null if it does not exist or the speaker is no longer a member.</summary>
    public async Task<ThreadMessage.Typed?> FindSentAsync(SubjectId speaker, ThreadId thread, ClientId clientId, CancellationToken cancellation)
    {
        var member = tables.Threads.GetEntityIfExistsAsync<TableEntity>(thread.Value, ThreadKeys.Member(speaker), [MemberRows.ReadSeq], cancellation);
        var sent = await FindMarkedAsync(thread, ThreadKeys.Sent(speaker, clientId), cancellation);
        return (await member).HasValue ? sent as ThreadMessage.Typed : null;
    }

    public void Dispose() => _append.Dispose();

    /// <summary>Returns messages with their original text: a prefix from the cache, and the rest by one query.</summary>
    private async Task<IReadOnlyList<ThreadMessage>> SaidAsync(ThreadId thread, long from, long until, CancellationToken cancellation)
    {
        var messages = new List<ThreadMessage>();
        for (; from <= until && _recent.Find(new(thread, from)) is { } known; from++)
            messages.Add(known);
        if (until < from)
            return messages;
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {thread.Value} and RowKey ge {ThreadKeys.Message(from)} and RowKey le {ThreadKeys.Message(until)}");
        await foreach (var row in tables.Threads.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
        {
            messages.Add(await ReadAsync(row, cancellation));
            Remember(messages[^1]);
        }

        return messages;
    }

    /// <summary>Reads the further evidence rows, if the message has any.</summary>
    private async Task<ThreadMessage> ReadAsync(TableEntity row, CancellationToken cancellation)
    {
        var further = new List<TableEntity>();
        if (MessageRows.KeysOfFurther(row) is var (first, last))
        {
            var filter = TableClient.CreateQueryFilter($"PartitionKey eq {row.PartitionKey} and RowKey ge {first} and RowKey le {last}");
            await foreach (var part in tables.Threads.QueryAsync<TableEntity>(filter, cancellationToken: cancellation))
                further.Add(part);
        }

        return MessageRows.Read(row, further);
    }

    /// <summary>Caches a message, except one with lost evidence, which the next read loads again.</summary>
    private void Remember(ThreadMessage message)
    {
        if (message is not ThreadMessage.Answer { EvidenceState: EvidenceState.Lost })
            _recent.Add(message);
    }

    private static TableTransactionAction Mark(ThreadId thread, string rowKey, MessageId message) =>
        new(TableTransactionActionType.Add, new TableEntity(thread.Value, rowKey) { [Seq] = message.Seq });

    private async Task<ThreadMessage?> FindMarkedAsync(ThreadId thread, string rowKey, CancellationToken cancellation)
    {
        var mark = await tables.Threads.GetEntityIfExistsAsync<TableEntity>(thread.Value, rowKey, cancellationToken: cancellation);
        return mark.HasValue ? await FindAsync(new(thread, mark.Value!.GetInt64(Seq)!.Value), cancellation) : null;
    }

    private Task AnnounceAsync(ThreadMessage.Typed message, CancellationToken cancellation) =>
        events.AppendAsync(
            message.Id.Thread,
            message.Turn is { } turn
                ? [ThreadEvent.Said(message.Id), ThreadEvent.Answering(turn, Participant.Of(message.AskedBy))]
                : [ThreadEvent.Said(message.Id)],
            cancellation);
}
