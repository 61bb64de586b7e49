using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Threads;

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
