using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>A person in a thread. <c>Since</c>: the number of the first message they may read; members who joined together have the same.</summary>
internal sealed record MemberBody(SubjectId Subject, string Name, long Since)
{
    public static MemberBody Of(Member member) => new(member.Subject, member.Name, member.JoinedSeq);
}
