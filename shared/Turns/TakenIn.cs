using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.Tools;

namespace Onbehalf.Turns;

/// <summary>
/// What a turn took in by one call. A refusal or an error that names nothing rests on what nobody can say; it carries no source's data
/// only where no source was asked.
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
