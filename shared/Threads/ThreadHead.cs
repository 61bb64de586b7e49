using System.Collections.Immutable;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>The head row of a thread: the number of its last message under an ETag, and the thread's properties.</summary>
internal sealed record ThreadHead(ConversationThread Thread, ETag ETag)
{
    /// <summary>The column that marks a thread with changed messages.</summary>
    public const string Changed = "Changed";

    private const int TitleLength = 60;

    /// <summary>A conversation with more people gets its title from its first words.</summary>
    private const int MostNamed = 8;
    private const string Beginners = "Beginners";
    private const string Door = "Door";

    /// <summary>True if another product manages the thread's members.</summary>
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
            Beginners = row.GetString(Beginners) is { } people
                ? [.. JsonSerializer.Deserialize<string[][]>(people)!.Select(static person => new Participant(SubjectId.Parse(person[0]), person[1]))]
                : [],
            IsChanged = row.GetBoolean(Changed) ?? false,
        },
        row.ETag)
    {
        IsBehindDoor = row.GetBoolean(Door) ?? false,
    };

    /// <summary>Returns the head after one more message. An untitled thread gets its title from the first typed words.</summary>
    public (ConversationThread Thread, TableTransactionAction Change) Next(DateTimeOffset at, MessageText? typed)
    {
        var seq = Thread.LastSeq + 1;
        // A private reply has its question's time, which must not move the thread's time back.
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

    /// <summary>Sets a title chosen by a person. All members may read it.</summary>
    public static TableEntity Named(ThreadId id, string title) => new(id.Value, ThreadKeys.Head) { ["Title"] = title, ["TitleSeq"] = 0L };

    /// <summary>Sets the title after an edit of the message that it is derived from.</summary>
    public TableEntity FromWords(MessageText text) => new(Thread.Id.Value, ThreadKeys.Head) { ["Title"] = text.FirstWords(TitleLength) };

    /// <summary>Clears the title. It is derived from the next typed message.</summary>
    public TableEntity Untitled() => new(Thread.Id.Value, ThreadKeys.Head) { ["Title"] = "", ["TitleSeq"] = 0L };

    /// <summary>Writes the same value to change the ETag. Every writer with an older head must read it again.</summary>
    public TableTransactionAction Touch() =>
        new(TableTransactionActionType.UpdateMerge, new TableEntity(Thread.Id.Value, ThreadKeys.Head) { ["LastSeq"] = Thread.LastSeq }, ETag);
}
