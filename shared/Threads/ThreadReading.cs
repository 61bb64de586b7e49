using System.Collections.Immutable;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>A thread and its members, read for nobody in particular: it is handed out only through <see cref="For"/>, to a member.</summary>
internal sealed record ThreadReading(ConversationThread Thread, ImmutableArray<Member> Members)
{
    public bool IsBehindDoor { get; init; }

    /// <summary>Null for who is not a member.</summary>
    public ThreadWithMembers? For(SubjectId person) => Members.FirstOrDefault(member => member.Subject == person) is { } me ? new(new(Thread, me), Members) { IsBehindDoor = IsBehindDoor } : null;
}
