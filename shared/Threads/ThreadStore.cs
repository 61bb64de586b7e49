using System.Collections.Immutable;
using Onbehalf.Identity;

namespace Onbehalf.Threads;

/// <summary>Threads and who is in them. A thread of two and a thread of a busy room are the same rows.</summary>
public sealed class ThreadStore
{
    public Task<MemberThread> CreateAsync(Subject creator, string? title, IReadOnlyCollection<Subject> others, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The thread as this member has it; null when there is no such thread or it is not theirs.</summary>
    public Task<MemberThread?> FindForMemberAsync(SubjectId member, ThreadId thread, CancellationToken cancellation) => throw new NotImplementedException();

    public Task<ImmutableArray<Member>> MembersAsync(ThreadId thread, CancellationToken cancellation) => throw new NotImplementedException();
}
