using System.Collections.Immutable;
using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Automations;
using Onbehalf.Evidence;
using Onbehalf.Identity;

namespace Onbehalf.Threads;

/// <summary>Messages as rows and back.</summary>
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
    private const string Evidence = "Evidence";
    private const string Author = "Author";
    private const string AuthorName = "AuthorName";
    private const string Zone = "Zone";
    private const int MaxEvidenceBytes = 60 * 1024;

    public static TableEntity Typed(MessageId id, Subject speaker, DateTimeOffset at, MessageText text, bool forAgent, Participant? author = null, RunId? run = null, SpokenZone? zone = null)
    {
        var row = new TableEntity(id.Thread.Value, ThreadKeys.Message(id.Seq))
        {
            [AskedBy] = StoredSubject.Write(speaker),
            [At] = at,
            [Text] = text.Value,
            [ForAgent] = forAgent,
        };
        if (author is not null)
            (row[Author], row[AuthorName]) = (author.Subject.Value, author.Name);
        if (run is { } by)
            row[Run] = by.Value;
        if (zone is { } clock)
            row[Zone] = clock.Value;
        return row;
    }

    public static TableEntity Answer(MessageId id, TurnId turn, Reply reply, byte[] body, DateTimeOffset? askedAt = null)
    {
        var row = new TableEntity(id.Thread.Value, ThreadKeys.Message(id.Seq))
        {
            [AskedBy] = StoredSubject.Write(reply.AskedBy),
            [At] = reply.At,
            [Asking] = turn.Seq,
            [Private] = reply.IsPrivate,
        };
        if (askedAt is { } asked)
            row[AskedAt] = asked;
        if (reply.Run is { } run)
            row[Run] = run.Value;
        if (EvidenceOf(reply) is { } evidence)
            row[Evidence] = evidence;
        Chunks.Write(row, body);
        return row;
    }

    public static ThreadMessage Read(TableEntity row)
    {
        var id = new MessageId(ThreadId.Parse(row.PartitionKey), ThreadKeys.MessageSeq(row.RowKey));
        var askedBy = StoredSubject.Read(row.GetString(AskedBy));
        var at = row.GetDateTimeOffset(At)!.Value;
        RunId? run = row.GetString(Run) is { } by ? RunId.Parse(by) : null;
        return row.GetInt64(Asking) is { } asking
            ? new ThreadMessage.Answer(id, askedBy, at, new TurnId(new MessageId(id.Thread, asking)), run, row.GetBoolean(Private) ?? true, ReadEvidence(row), Chunks.Read(row))
            {
                // Rows from before the question's time was kept tell the day.
                AskedAt = row.GetDateTimeOffset(AskedAt) ?? new DateTimeOffset(at.UtcDateTime.Date, TimeSpan.Zero),
            }
            : new ThreadMessage.Typed(id, askedBy, at, row.GetString(Text), row.GetBoolean(ForAgent) ?? false, run) { Author = ReadAuthor(row), Zone = SpokenZone.Of(row.GetString(Zone)) };
    }

    private static Participant? ReadAuthor(TableEntity row) =>
        row.GetString(Author) is { } author ? new(SubjectId.Parse(author), row.GetString(AuthorName)) : null;

    /// <summary>Null when there is none, and when it is more than a row holds: then it counts as undecided.</summary>
    private static byte[]? EvidenceOf(Reply reply) =>
        reply.IsPrivate && !reply.Evidence.IsEmpty && JsonSerializer.SerializeToUtf8Bytes(reply.Evidence, ThreadJson.Options) is { Length: <= MaxEvidenceBytes } bytes ? bytes : null;

    private static ImmutableArray<EvidencePiece> ReadEvidence(TableEntity row) =>
        row.GetBinary(Evidence) is { } bytes ? JsonSerializer.Deserialize<ImmutableArray<EvidencePiece>>(bytes, ThreadJson.Options) : [];

    /// <summary>What a sealed body is bound to.</summary>
    public static string SealedAs(MessageId id) => $"threads/{id}";
}
