using Onbehalf.Ids;

namespace Onbehalf.Identity.Offboarding;

/// <summary>A verified event of a provider about one person.</summary>
/// <param name="Provider">The configured name of the provider; shown in the audit.</param>
/// <param name="Id">The provider's id of the event, used to detect repetitions; null if it has none.</param>
public sealed record Signal(string Provider, SubjectId Person, SignalKind Kind, string? Id);
