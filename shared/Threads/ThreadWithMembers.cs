using System.Collections.Immutable;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>A thread as one member sees it, with all members.</summary>
public sealed record ThreadWithMembers(MemberThread Thread, ImmutableArray<Member> Members)
{
    /// <summary>True if another product manages the members.</summary>
    public bool IsBehindDoor { get; init; }

    /// <summary>
    /// The person who manages the members: the creator or, after they left, the longest-standing member. Null if a room or another product decides.
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
