using System.Collections.Immutable;

namespace Onbehalf.Threads;

/// <summary>A thread as one member has it, and who else is there.</summary>
public sealed record ThreadWithMembers(MemberThread Thread, ImmutableArray<Member> Members);
