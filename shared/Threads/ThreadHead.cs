using System.Collections.Immutable;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>The head row of a thread: the number of its last message under an ETag, and what the thread is.</summary>
internal sealed record ThreadHead(ConversationThread Thread, ETag ETag)
{
    /// <summary>That something was changed beside the messages of this thread.</summary>
    public const string Changed = "Changed";

    private const int TitleLength = 60;

    /// <summary>With more people than this a conversation is called by its first words.</summary>
    private const int MostNamed = 8;
    private const string Beginners = "Beginners";
    private const string Door = "Door";

    /// <summary>Another product keeps who is in it.</summary>
    public bool IsBehindDoor { get; init; }

    public static TableEntity New(ThreadId id, RoomId? room, string title, IReadOnlyList<Participant> everybody, DateTimeOffset at, bool behindDoor = false)
    {
        var row = new TableEntity(id.Value, ThreadKeys.Head)
        {
            ["LastSeq"] = 0L,
            ["LastAt"] = at,
            ["Title"] = title,
            ["TitleSeq"] = 0L,
            ["CreatedBy"] = everybody[0].Subject.Value,
        };
        if (behindDoor)
            row[Door] = true;
        if (room is { } known)
            row["Room"] = known.Value;
        else if (everybody.Count is > 1 and <= MostNamed)
            row[Beginners] = JsonSerializer.Serialize(everybody.Select(static person => new[] { person.Subject.Value, person.Name }));
        return row;
    }

    public static ThreadHead Read(TableEntity row) => new(
        new ConversationThread(
            ThreadId.Parse(row.PartitionKey),
            RoomId.TryParse(row.GetString("Room"), out var room) ? room : null,
            row.GetString("Title") ?? "",
            row.GetInt64("TitleSeq") ?? 0,
            SubjectId.Parse(row.GetString("CreatedBy")),
            row.GetInt64("LastSeq") ?? 0,
            row.GetDateTimeOffset("LastAt") ?? default)
        {
            Beginners = row.GetString(Beginners) is { } people ? [.. JsonSerializer.Deserialize<string[][]>(people)!.Select(static person => new Participant(SubjectId.Parse(person[0]), person[1]))] : [],
            IsChanged = row.GetBoolean(Changed) ?? false,
        },
        row.ETag)
    {
        IsBehindDoor = row.GetBoolean(Door) ?? false,
    };

    /// <summary>The head after one more message; an untitled thread takes its title from the first words typed.</summary>
    public (ConversationThread Thread, TableTransactionAction Change) Next(DateTimeOffset at, MessageText? typed)
    {
        var seq = Thread.LastSeq + 1;
        // A private reply comes with its question's time, and must not move the thread back.
        var last = at > Thread.LastAt ? at : Thread.LastAt;
        var row = new TableEntity(Thread.Id.Value, ThreadKeys.Head) { ["LastSeq"] = seq, ["LastAt"] = last };
        var next = Thread with { LastSeq = seq, LastAt = last };
        if (Thread.Title.Length == 0 && typed is { } words)
        {
            next = next with { Title = words.FirstWords(TitleLength), TitleSeq = seq };
            row["Title"] = next.Title;
            row["TitleSeq"] = seq;
        }

        return (next, new(TableTransactionActionType.UpdateMerge, row, ETag));
    }

    /// <summary>A title that a person gave: it is every member's to read.</summary>
    public static TableEntity Named(ThreadId id, string title) => new(id.Value, ThreadKeys.Head) { ["Title"] = title, ["TitleSeq"] = 0L };

    /// <summary>The title after the message that it was taken from has other words.</summary>
    public TableEntity FromWords(MessageText text) => new(Thread.Id.Value, ThreadKeys.Head) { ["Title"] = text.FirstWords(TitleLength) };

    /// <summary>The next words typed are the title.</summary>
    public TableEntity Untitled() => new(Thread.Id.Value, ThreadKeys.Head) { ["Title"] = "", ["TitleSeq"] = 0L };

    /// <summary>Changes nothing; makes every writer that read an older head read again.</summary>
    public TableTransactionAction Touch() =>
        new(TableTransactionActionType.UpdateMerge, new TableEntity(Thread.Id.Value, ThreadKeys.Head) { ["LastSeq"] = Thread.LastSeq }, ETag);
}
