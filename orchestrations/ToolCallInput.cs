namespace Onbehalf.Orchestrations;

/// <summary>Which call to run; what it is stands in the turn's sealed working set. <paramref name="Ask"/> counts how often its person was asked.</summary>
public sealed record ToolCallInput(string TurnId, string CallId, int Ask = 0, bool Confirmed = false, bool LastAsk = false, int Version = 1);

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
}

/// <param name="Agreed">The author of a run said yes in advance; nobody is waited for.</param>
/// <param name="Held">The run may not go on: nothing was asked.</param>
public sealed record AskedConfirmation(bool Waiting, DateTime Expires, bool Agreed = false, bool Held = false, int Version = 1);
