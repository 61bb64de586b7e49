namespace Onbehalf.Turns;

/// <summary>
/// The id of the call to run. The call itself is in the turn's sealed working set. <paramref name="Ask"/> counts the confirmations requested so
/// far.
/// </summary>
/// <param name="MayQueue">
/// True if waiting releases the turn's place and the call may have to wait for a new one. False for turns of earlier versions, which cannot
/// queue.
/// </param>
public sealed record ToolCallInput(
    string TurnId, string CallId, int Ask = 0, bool Confirmed = false, bool LastAsk = false, bool MayQueue = false, int Version = 1);

public enum CallProgress
{
    Done,

    /// <summary>The effect has changed since the person confirmed it.</summary>
    AskAgain,

    /// <summary>The turn was woken without a decision.</summary>
    StillWaiting,

    /// <summary>The run may not continue now; nothing was done.</summary>
    Held,

    /// <summary>Other turns of the speaker hold all places. Nothing was done, and the call is retried after a back-off.</summary>
    Queued,
}
