using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Threads;

/// <summary>Memberships as rows and back.</summary>
internal static class MemberRows
{
    public const string ReadSeq = "ReadSeq";

    private const string JoinedSeq = "JoinedSeq";
    private const string Name = "Name";

    public static TableEntity New(ThreadId thread, Participant person, long joinedSeq) => new(thread.Value, ThreadKeys.Member(person.Subject))
    {
        [Name] = person.Name,
        [JoinedSeq] = joinedSeq,
        [ReadSeq] = joinedSeq - 1,
    };

    public static Member Read(TableEntity row) => new(
        ThreadKeys.MemberSubject(row.RowKey),
        row.GetString(Name) ?? "",
        row.GetInt64(JoinedSeq) ?? long.MaxValue,
        row.GetInt64(ReadSeq) ?? 0);
}
