using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// A member of a thread. <c>Since</c>: the number of the first message they may read. Members who joined together have the same number.
/// </summary>
internal sealed record MemberBody(SubjectId Subject, string Name, long Since)
{
    public static MemberBody Of(Member member) => new(member.Subject, member.Name, member.JoinedSeq);
}
