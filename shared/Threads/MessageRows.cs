using Azure.Data.Tables;
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
    private const string Private = "Private";

    public static TableEntity Typed(MessageId id, Subject speaker, DateTimeOffset at, MessageText text, bool forAgent) => new(id.Thread.Value, ThreadKeys.Message(id.Seq))
    {
        [AskedBy] = StoredSubject.Write(speaker),
        [At] = at,
        [Text] = text.Value,
        [ForAgent] = forAgent,
    };

    public static TableEntity Answer(MessageId id, TurnId turn, Reply reply, byte[] body)
    {
        var row = new TableEntity(id.Thread.Value, ThreadKeys.Message(id.Seq))
        {
            [AskedBy] = StoredSubject.Write(reply.AskedBy),
            [At] = reply.At,
            [Asking] = turn.Seq,
            [Private] = reply.IsPrivate,
        };
        Chunks.Write(row, body);
        return row;
    }

    public static ThreadMessage Read(TableEntity row)
    {
        var id = new MessageId(ThreadId.Parse(row.PartitionKey), ThreadKeys.MessageSeq(row.RowKey));
        var askedBy = StoredSubject.Read(row.GetString(AskedBy));
        var at = row.GetDateTimeOffset(At)!.Value;
        return row.GetInt64(Asking) is { } asking
            ? new ThreadMessage.Answer(id, askedBy, at, new TurnId(new MessageId(id.Thread, asking)), row.GetBoolean(Private) ?? true, Chunks.Read(row))
            : new ThreadMessage.Typed(id, askedBy, at, row.GetString(Text), row.GetBoolean(ForAgent) ?? false);
    }

    /// <summary>What a sealed body is bound to.</summary>
    public static string SealedAs(MessageId id) => $"threads/{id}";
}
