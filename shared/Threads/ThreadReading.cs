using System.Collections.Immutable;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// A thread and its members, read without a permission check. <see cref="For"/> does the check: it returns the thread only for a member.
/// </summary>
internal sealed record ThreadReading(ConversationThread Thread, ImmutableArray<Member> Members)
{
    public bool IsBehindDoor { get; init; }

    /// <summary>Returns null for a person who is not a member.</summary>
    public ThreadWithMembers? For(SubjectId person) =>
        Members.FirstOrDefault(member => member.Subject == person) is { } me ? new(new(Thread, me), Members) { IsBehindDoor = IsBehindDoor } : null;
}
