using System.Collections.Immutable;
using Onbehalf.Identity;

namespace Onbehalf.Automations.Runs;

/// <summary>On whose behalf a call is made while nobody is there, and what had entered the run when the model asked for it.</summary>
/// <param name="Call">The call, however often its author is asked: what a use of a standing consent belongs to.</param>
/// <param name="Sources">The sources of everything that the model had read; computed from the working set, never from what the model says.</param>
public sealed record RunCall(RunId Id, SubjectId Author, string Call, ImmutableArray<string> Sources);
