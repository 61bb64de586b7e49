namespace Onbehalf.Orchestrations;

public sealed record ModelCallInput(string TurnId, int ModelCall, int Version = 1);

/// <summary>The calls that the model requested, under our ids, or a slug for the reason that the model gave no answer.</summary>
/// <param name="IsRefusal">The speaker is no longer confirmed, or no longer a member. The model did not fail.</param>
/// <param name="IsPassing">The model could not be reached. A retry can succeed.</param>
public sealed record ModelCallResult(IReadOnlyList<PendingCall> Calls, string? Failure = null, bool IsRefusal = false, bool IsPassing = false, int Version = 1);

public sealed record PendingCall(string CallId, bool NeedsConfirmation);

/// <param name="RunId">The run of an unattended turn; null for an attended turn.</param>
/// <param name="Answer">
/// The result of the first model call. Null if the turn may not continue, and before version 2, when that call was a separate activity.
/// </param>
public sealed record BegunTurn(bool Allowed, int MaxModelCalls, int MaxToolCalls, string? RunId = null, ModelCallResult? Answer = null, int Version = 2);
