using Onbehalf.Automations.Runs;
using Onbehalf.Identity;

namespace Onbehalf.Acts;

/// <summary>The decision on one call. An indeterminate result is a denial with a reason.</summary>
internal abstract record Decision
{
    private Decision()
    {
    }

    /// <param name="Run">The judged run that makes the call; null when the person is present.</param>
    public sealed record Allow(Authority Authority, RunVerdict.Good? Run) : Decision;

    public sealed record Deny(string Code, string Reason) : Decision;

    /// <summary>The run that makes the call may not continue. The call itself is not denied.</summary>
    public sealed record Hold(string Code) : Decision;
}
