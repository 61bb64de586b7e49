using Onbehalf.Identity;

namespace Onbehalf.Threads;

/// <summary>How many turns of one person run at once, counted in the table so that every instance sees the same number.</summary>
public sealed class TurnBudget
{
    /// <summary>False when the person has no turn left. Entering again with the same turn is one entry.</summary>
    public Task<bool> EnterAsync(SubjectId speaker, TurnId turn, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>At the end of a turn, whatever its end; leaving twice is leaving once.</summary>
    public Task LeaveAsync(SubjectId speaker, TurnId turn, CancellationToken cancellation) => throw new NotImplementedException();
}
