using System.Collections.Immutable;
using Onbehalf.Ids;

namespace Onbehalf.Tools;

/// <summary>The run on whose behalf an unattended call is made.</summary>
/// <param name="Call">The call's id, the same for every confirmation request. It is the key for the use of a standing consent.</param>
public sealed record RunCall(RunId Id, SubjectId Author, string Call)
{
    /// <summary>The ancestors of a part, the root run first.</summary>
    public ImmutableArray<RunId> Chain { get; init; } = [];
}
