using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Tools;

namespace Onbehalf.Agent;

/// <summary>What a turn took in by one call. A refusal or an error that names nothing rests on what nobody can say.</summary>
internal static class TakenIn
{
    public static ImmutableArray<EvidencePiece> By(SubjectId speaker, string grant, ToolOutcome outcome) =>
    [
        new(speaker.Value, grant, outcome.Result.Touched is { IsEmpty: false } touched ? touched : [Touched.Unknown(outcome.Source)]),
        .. outcome.Result.Evidence,
    ];
}
