using Onbehalf.Ids;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Activities;

/// <param name="ModelCall">The model call of the first round to take; 0 begins the turn.</param>
/// <param name="ToolCalls">The number of tool calls in earlier rounds.</param>
/// <param name="MayQueue">As in <see cref="ToolCallInput"/>.</param>
/// <param name="Turn">As in <see cref="RunTurnInput"/>.</param>
/// <param name="Ends">The run to end with this turn, or to suspend at the turn's request.</param>
public sealed record RoundsInput(
    string ThreadId, string MessageId, int ModelCall = 0, int ToolCalls = 0, bool MayQueue = false, int Version = 1, string? Turn = null, string? Ends = null)
{
    internal TurnId TurnId => Turn is null ? new(Ids.MessageId.Parse(MessageId), nonce: null) : Ids.TurnId.Parse(Turn);
}

/// <param name="ModelCall">The next round, or the round that was held or got no answer.</param>
/// <param name="ToolCalls">As in <see cref="RoundsInput"/>, for that round.</param>
/// <param name="SideEffects">The calls of the previous round that need a confirmation. The reads of that round are done.</param>
/// <param name="Outcome">The outcome of an ended turn.</param>
/// <param name="RunId">The run of an unattended turn; null for an attended turn.</param>
/// <param name="EndedRun">The result for <see cref="RoundsInput.Ends"/>, once the turn has ended.</param>
/// <param name="Reason">A slug for the reason that the run was held or the model call failed.</param>
public sealed record RoundsTaken(
    RoundsState State,
    int ModelCall,
    int ToolCalls,
    IReadOnlyList<string> SideEffects,
    TurnOutcome? Outcome = null,
    string? RunId = null,
    string? Reason = null,
    int Version = 1,
    EndedRun? EndedRun = null);

public enum RoundsState
{
    /// <summary>The next round follows, after any side effects.</summary>
    GoesOn,

    /// <summary>The reply is posted.</summary>
    Ended,

    /// <summary>The run may not continue now. The round is retried once it may.</summary>
    Held,

    /// <summary>The model could not be reached for a run, which retries with back-off.</summary>
    Unreachable,

    /// <summary>Other turns of the speaker hold all places. The round is retried after a back-off.</summary>
    Queued,
}
