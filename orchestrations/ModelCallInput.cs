namespace Onbehalf.Orchestrations;

public sealed record ModelCallInput(string TurnId, int ModelCall, int Version = 1);

/// <summary>The calls the model asked for, by our ids, or why the model gave no answer (a slug).</summary>
/// <param name="IsRefusal">The speaker is no longer confirmed, or no longer a member: not the model's failure.</param>
/// <param name="IsPassing">The model could not be reached; a moment later it may be.</param>
public sealed record ModelCallResult(IReadOnlyList<PendingCall> Calls, string? Failure = null, bool IsRefusal = false, bool IsPassing = false, int Version = 1);

public sealed record PendingCall(string CallId, bool NeedsConfirmation);

/// <param name="RunId">The run that asks while nobody is there; null for a turn of somebody who is.</param>
/// <param name="Answer">What the first model call brought; null where the turn may not go on, and before version 2, when that call was a step of its own.</param>
public sealed record BegunTurn(bool Allowed, int MaxModelCalls, int MaxToolCalls, string? RunId = null, ModelCallResult? Answer = null, int Version = 2);
