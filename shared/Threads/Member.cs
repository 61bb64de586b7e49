using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Threads;

/// <summary>A person in a room or thread. The name is for display.</summary>
public sealed record Participant(SubjectId Subject, string Name)
{
    private const int NameLength = 80;

    public static Participant Of(Member member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return new(member.Subject, member.Name);
    }

    public static Participant Of(Subject subject) => new(subject.Id, subject.Name.Length > NameLength ? subject.Name[..NameLength] : subject.Name);
}

/// <summary>
/// A member's list settings for a thread. <paramref name="ArchivedSeq"/> is the last message at the time of archiving; null for a listed thread.
/// </summary>
public sealed record Arrangement(bool IsPinned = false, bool IsMuted = false, long? ArchivedSeq = null);

/// <summary>A partial update of a member's list settings for a thread. A null field stays unchanged.</summary>
public sealed record Rearrangement(bool? Pinned = null, bool? Muted = null, bool? Archived = null, bool? Unread = null);

/// <summary>
/// A member of a thread. Messages before <paramref name="JoinedSeq"/> are inaccessible to them. Messages up to <paramref name="ReadSeq"/> are read.
/// </summary>
public sealed record Member(SubjectId Subject, string Name, long JoinedSeq, long ReadSeq)
{
    /// <summary>The number of the last message that mentions this member; null for none.</summary>
    public long? Mention { get; init; }

    /// <summary>The member's own list settings for the thread. Other members cannot see them.</summary>
    public Arrangement Arrangement { get; init; } = new();

    public bool MayRead(MessageId message) => message.Seq >= JoinedSeq;
}

/// <summary>Maps memberships to table rows and back.</summary>
internal static class MemberRows
{
    public const string ReadSeq = "ReadSeq";

    public const string MentionSeq = "MentionSeq";

    private const string JoinedSeq = "JoinedSeq";
    private const string Name = "Name";
    private const string Door = "Door";
    private const string Pinned = "Pinned";
    private const string Muted = "Muted";
    private const string ArchivedSeq = "ArchivedSeq";

    /// <summary>The columns for <see cref="Read"/> and <see cref="IsBehindDoor"/>, for queries that also read other rows.</summary>
    public static readonly string[] Columns = ["PartitionKey", "RowKey", Name, JoinedSeq, ReadSeq, MentionSeq, Door, Pinned, Muted, ArchivedSeq];

    /// <summary>A merge cannot delete a column, so this value represents "not archived".</summary>
    private const long NotArchived = -1;

    public static TableEntity New(ThreadId thread, Participant person, long joinedSeq, bool behindDoor = false)
    {
        var row = new TableEntity(thread.Value, ThreadKeys.Member(person.Subject)) { [Name] = person.Name, [JoinedSeq] = joinedSeq, [ReadSeq] = joinedSeq - 1 };
        if (behindDoor)
            row[Door] = true;
        return row;
    }

    public static bool IsBehindDoor(TableEntity row) => row.GetBoolean(Door) ?? false;

    public static Member Read(TableEntity row) => new(
        ThreadKeys.MemberSubject(row.RowKey),
        row.GetString(Name) ?? "",
        row.GetInt64(JoinedSeq) ?? long.MaxValue,
        row.GetInt64(ReadSeq) ?? 0)
    {
        Mention = row.GetInt64(MentionSeq),
        Arrangement = new(row.GetBoolean(Pinned) ?? false, row.GetBoolean(Muted) ?? false, row.GetInt64(ArchivedSeq) is { } seq and > NotArchived ? seq : null),
    };

    public static TableEntity Rearranged(ThreadId thread, SubjectId member, Arrangement arrangement, long readSeq) =>
        new(thread.Value, ThreadKeys.Member(member))
        {
            [Pinned] = arrangement.IsPinned,
            [Muted] = arrangement.IsMuted,
            [ArchivedSeq] = arrangement.ArchivedSeq ?? NotArchived,
            [ReadSeq] = readSeq,
        };
}

/// <summary>The proof of a person's current membership in a thread. Only <see cref="ThreadStore"/> creates it.</summary>
public sealed record MemberThread
{
    public const string Untitled = "Conversation";

    internal MemberThread(ConversationThread thread, Member me, ETag mark = default)
    {
        Thread = thread;
        Me = me;
        Mark = mark;
    }

    public ConversationThread Thread { get; }

    public Member Me { get; }

    /// <summary>The ETag of the membership row.</summary>
    internal ETag Mark { get; }

    /// <summary>
    /// The thread's title. <see cref="Untitled"/> if the title is derived from a message before this member joined, because they may not read that
    /// message.
    /// </summary>
    public string Title => Thread.Title.Length == 0 || (Thread.TitleSeq > 0 && Thread.TitleSeq < Me.JoinedSeq) ? Untitled : Thread.Title;

    /// <summary>
    /// True if this member archived the thread and it has no newer message. In a muted thread, only a newer mention of them counts.
    /// </summary>
    public bool IsArchived => Me.Arrangement.ArchivedSeq is { } seq && seq >= (Me.Arrangement.IsMuted ? Me.Mention ?? 0 : Thread.LastSeq);

    /// <summary>
    /// The first members, for a member who was there from the start. Empty for later members, who must not learn who left before they joined.
    /// </summary>
    public ImmutableArray<Participant> Beginners => Me.JoinedSeq <= 1 ? Thread.Beginners : [];

    public long Unread => Math.Max(0, Thread.LastSeq - Math.Max(Me.ReadSeq, Me.JoinedSeq - 1));
}
