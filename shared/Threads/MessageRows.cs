using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads.Files;

namespace Onbehalf.Threads;

/// <summary>Maps messages to table rows and back.</summary>
internal static class MessageRows
{
    private const string Text = "Text";
    private const string ForAgent = "ForAgent";
    private const string AskedBy = "AskedBy";
    private const string At = "At";
    private const string Asking = "Asking";
    private const string AskedAt = "AskedAt";
    private const string Run = "Run";
    private const string Private = "Private";
    private const string Author = "Author";
    private const string AuthorName = "AuthorName";
    private const string Zone = "Zone";
    private const string Nonce = "Nonce";
    private const string Mentions = "Mentions";
    private const string Quoted = "Quoted";
    private const string Files = "Files";

    /// <param name="nonce">The nonce of the turn that the message starts; null for a message that is not for the agent.</param>
    public static TableEntity Typed(
        MessageId id,
        Subject speaker,
        DateTimeOffset at,
        MessageText text,
        string? nonce,
        Participant? author = null,
        RunId? run = null,
        SpokenZone? zone = null,
        MessageRefs? refs = null)
    {
        var row = new TableEntity(id.Thread.Value, ThreadKeys.Message(id.Seq))
        {
            [AskedBy] = StoredSubject.Write(speaker),
            [At] = at,
            [Text] = text.Value,
            [ForAgent] = nonce is not null,
        };
        if (nonce is not null)
            row[Nonce] = nonce;
        if (author is not null)
            (row[Author], row[AuthorName]) = (author.Subject.Value, author.Name);
        if (run is { } by)
            row[Run] = by.Value;
        if (zone is { } clock)
            row[Zone] = clock.Value;
        if (ChangeRows.WriteMentions(refs?.Mentions ?? []) is { } mentions)
            row[Mentions] = mentions;
        if (refs?.Quoted is { } quoted)
            row[Quoted] = quoted;
        if (FileRows.WriteAll([.. refs?.Files.Select(static one => one.File) ?? []]) is { } files)
            row[Files] = files;
        return row;
    }

    /// <summary>Returns a merge row that deletes a typed message's text, mentions and files.</summary>
    public static TableEntity Emptied(MessageId id) => new(id.Thread.Value, ThreadKeys.Message(id.Seq)) { [Text] = "", [Mentions] = "[]", [Files] = "[]" };

    public static TableEntity Answer(MessageId id, TurnId turn, Reply reply, byte[] body, DateTimeOffset? askedAt = null)
    {
        var row = new TableEntity(id.Thread.Value, ThreadKeys.Message(id.Seq))
        {
            [AskedBy] = StoredSubject.Write(reply.AskedBy),
            [At] = reply.At,
            [Asking] = turn.Seq,
            [Private] = reply.IsPrivate,
        };
        if (turn.Nonce is { } nonce)
            row[Nonce] = nonce;
        if (askedAt is { } asked)
            row[AskedAt] = asked;
        if (reply.Run is { } run)
            row[Run] = run.Value;
        EvidenceRows.Write(row, reply);
        Chunks.Write(row, body);
        return row;
    }

    /// <summary>Returns the key range of the further evidence rows; null for a message with one row.</summary>
    public static (string First, string Last)? KeysOfFurther(TableEntity row) =>
        row.GetInt64(Asking) is { } asking ? EvidenceRows.KeysOfFurther(row, asking) : null;

    /// <param name="further">The rows in the range of <see cref="KeysOfFurther"/>, in the order of their keys.</param>
    public static ThreadMessage Read(TableEntity row, params IReadOnlyList<TableEntity> further)
    {
        var id = new MessageId(ThreadId.Parse(row.PartitionKey), ThreadKeys.MessageSeq(row.RowKey));
        var askedBy = StoredSubject.Read(row.GetString(AskedBy));
        var at = row.GetDateTimeOffset(At)!.Value;
        RunId? run = row.GetString(Run) is { } by ? RunId.Parse(by) : null;
        var (evidence, state) = EvidenceRows.Read(row, further);
        return row.GetInt64(Asking) is { } asking
            ? new ThreadMessage.Answer(
                id,
                askedBy,
                at,
                new TurnId(new MessageId(id.Thread, asking), row.GetString(Nonce)),
                run,
                row.GetBoolean(Private) ?? true,
                evidence,
                Chunks.Read(row))
            {
                EvidenceState = state,
                // Old rows do not have the question's time. Their value is the day of the reply.
                AskedAt = row.GetDateTimeOffset(AskedAt) ?? new DateTimeOffset(at.UtcDateTime.Date, TimeSpan.Zero),
            }
            : new ThreadMessage.Typed(id, askedBy, at, row.GetString(Text), row.GetBoolean(ForAgent) ?? false, run)
            {
                Author = ReadAuthor(row),
                Zone = SpokenZone.Of(row.GetString(Zone)),
                Nonce = row.GetString(Nonce),
                Mentions = ChangeRows.ReadMentions(row.GetString(Mentions)),
                Quoted = row.GetInt64(Quoted),
                Files = [.. FileRows.ReadAll(row.GetString(Files))],
            };
    }

    private static Participant? ReadAuthor(TableEntity row) =>
        row.GetString(Author) is { } author ? new(SubjectId.Parse(author), row.GetString(AuthorName)) : null;

    /// <summary>The associated data of an encrypted body.</summary>
    public static string SealedAs(MessageId id) => $"threads/{id}";
}
