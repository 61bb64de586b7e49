using Onbehalf.Automations.Runs;
using Onbehalf.Identity;

namespace Onbehalf.Acts;

/// <summary>The decision on one call. Indeterminate is Deny with a reason.</summary>
internal abstract record Decision
{
    private Decision()
    {
    }

    /// <param name="Run">The run that asks, as it stands; null while the person is there.</param>
    public sealed record Allow(Authority Authority, RunVerdict.Good? Run) : Decision;

    public sealed record Deny(string Code, string Reason) : Decision;

    /// <summary>Not this call is refused but the run that makes it.</summary>
    public sealed record Hold(string Code) : Decision;
}
