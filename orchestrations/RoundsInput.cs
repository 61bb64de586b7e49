using Onbehalf.Ids;

namespace Onbehalf.Orchestrations;

/// <param name="ModelCall">The model call of the first round to take; 0 begins the turn.</param>
/// <param name="ToolCalls">Calls of the rounds before.</param>
/// <param name="MayQueue">As in <see cref="ToolCallInput"/>.</param>
/// <param name="Turn">As in <see cref="RunTurnInput"/>.</param>
/// <param name="Ends">The run to end with this turn, or to suspend at the turn's request.</param>
public sealed record RoundsInput(
    string ThreadId, string MessageId, int ModelCall = 0, int ToolCalls = 0, bool MayQueue = false, int Version = 1, string? Turn = null, string? Ends = null)
{
    internal TurnId TurnId => Turn is null ? new(Ids.MessageId.Parse(MessageId), nonce: null) : Ids.TurnId.Parse(Turn);
}

/// <param name="ModelCall">The round to take next, or the one that was held or left without an answer.</param>
/// <param name="ToolCalls">As in <see cref="RoundsInput"/>, for that round.</param>
/// <param name="SideEffects">Calls of the round before <paramref name="ModelCall"/> that wait for a yes; its reads are done.</param>
/// <param name="Outcome">Of an ended turn.</param>
/// <param name="RunId">The run that asks while nobody is there; null for a turn of somebody who is.</param>
/// <param name="EndedRun">Of <see cref="RoundsInput.Ends"/>, once the turn has ended.</param>
/// <param name="Reason">A slug: what held the run or failed the model call.</param>
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
    /// <summary>The next round follows, after the side effects if there are any.</summary>
    GoesOn,

    /// <summary>The reply is posted.</summary>
    Ended,

    /// <summary>The run may not go on; the round is taken again once it may.</summary>
    Held,

    /// <summary>The model could not be reached for a run, which is patient.</summary>
    Unreachable,

    /// <summary>Others of the speaker's turns have all places; the round is tried again in a moment.</summary>
    Queued,
}
