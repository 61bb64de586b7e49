using System.Collections.Immutable;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>A thread as one member has it, and who else is there.</summary>
public sealed record ThreadWithMembers(MemberThread Thread, ImmutableArray<Member> Members)
{
    /// <summary>Another product decides who is in it.</summary>
    public bool IsBehindDoor { get; init; }

    /// <summary>
    /// Who decides on its members: who opened it or, after they left, who has been in it longest. Null where a room or another product decides.
    /// </summary>
    public SubjectId? Owner
    {
        get
        {
            var creator = Thread.Thread.CreatedBy;
            return Thread.Thread.Room is not null || IsBehindDoor ? null
                : Members.Any(member => member.Subject == creator) ? creator
                : Members.OrderBy(static member => member.JoinedSeq).ThenBy(static member => member.Subject.Value, StringComparer.Ordinal).First().Subject;
        }
    }
}
