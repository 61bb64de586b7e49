namespace Onbehalf.Orchestrations;

/// <summary>Which call to run; what it is stands in the turn's sealed working set. <paramref name="Ask"/> counts how often its person was asked.</summary>
/// <param name="MayQueue">A wait gives the turn's place back, and the call may be told to wait for one; a turn that an earlier version takes cannot.</param>
public sealed record ToolCallInput(string TurnId, string CallId, int Ask = 0, bool Confirmed = false, bool LastAsk = false, bool MayQueue = false, int Version = 1);

public sealed record ToolCallResult(CallProgress Progress, int Version = 1);

public enum CallProgress
{
    Done,

    /// <summary>What the person confirmed is no longer what would happen.</summary>
    AskAgain,

    /// <summary>Something woke the turn, but nobody has decided.</summary>
    StillWaiting,

    /// <summary>The run may not go on: nothing was done.</summary>
    Held,

    /// <summary>Others of the speaker's turns have all places: nothing was done, and it is tried again in a moment.</summary>
    Queued,
}

/// <param name="Agreed">The author of a run said yes in advance; nobody is waited for.</param>
/// <param name="Held">The run may not go on: nothing was asked.</param>
/// <param name="Next">The instance that is to have the place which the wait gave back.</param>
public sealed record AskedConfirmation(bool Waiting, DateTime Expires, bool Agreed = false, bool Held = false, string? Next = null, int Version = 1);
