using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Activities;

public sealed record ModelCallInput(string TurnId, int ModelCall, int Version = 1);

/// <param name="RunId">The run of an unattended turn; null for an attended turn.</param>
/// <param name="Answer">
/// The result of the first model call. Null if the turn may not continue, and before version 2, when that call was a separate activity.
/// </param>
public sealed record BegunTurn(bool Allowed, int MaxModelCalls, int MaxToolCalls, string? RunId = null, ModelCallResult? Answer = null, int Version = 2);
