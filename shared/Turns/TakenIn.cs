using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Turns;

/// <summary>
/// Returns the evidence of one call. A refusal or error that names no source has unknown evidence. It counts as free of data only if no source was
/// queried.
/// </summary>
internal static class TakenIn
{
    public static ImmutableArray<EvidencePiece> By(SubjectId speaker, string grant, ToolOutcome outcome) =>
    [
        new(speaker.Value, grant, outcome.Result.Touched is { IsEmpty: false } touched ? touched : [Untold(outcome)]),
        .. outcome.Result.Evidence,
    ];

    private static Touched Untold(ToolOutcome outcome) =>
        Touched.Unknown(outcome.Source) with { CarriesData = outcome.Kind is not ToolOutcomeKind.Denied && !outcome.Result.IsOwnWords };
}
