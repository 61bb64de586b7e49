using Onbehalf.Ids;

namespace Onbehalf.Identity.Offboarding;

/// <summary>One thing that was said about one person, by somebody who has proven to be that provider.</summary>
/// <param name="Provider">Who says so, as configured; shown in the audit.</param>
/// <param name="Id">The provider's own id of this saying, by which a repetition is known; null where it gives none.</param>
public sealed record Signal(string Provider, SubjectId Person, SignalKind Kind, string? Id);
