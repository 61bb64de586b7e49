using System.Collections.Immutable;
using Onbehalf.Ids;

namespace Onbehalf.Tools;

/// <summary>On whose behalf a call is made while nobody is there.</summary>
/// <param name="Call">The call, however often its author is asked: what a use of a standing consent belongs to.</param>
public sealed record RunCall(RunId Id, SubjectId Author, string Call)
{
    /// <summary>The runs above a part, the one that something woke first.</summary>
    public ImmutableArray<RunId> Chain { get; init; } = [];
}
