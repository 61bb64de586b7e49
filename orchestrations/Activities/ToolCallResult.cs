using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Activities;

public sealed record ToolCallResult(CallProgress Progress, int Version = 1);

/// <param name="Agreed">The author of the run agreed in advance; no confirmation is needed.</param>
/// <param name="Held">The run may not continue now; no confirmation was requested.</param>
/// <param name="Next">The orchestration instance that gets the released place next.</param>
public sealed record AskedConfirmation(bool Waiting, DateTime Expires, bool Agreed = false, bool Held = false, string? Next = null, int Version = 1);
