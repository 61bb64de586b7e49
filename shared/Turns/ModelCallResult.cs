namespace Onbehalf.Turns;

/// <summary>The calls that the model requested, under our ids, or a slug for the reason that the model gave no answer.</summary>
/// <param name="IsRefusal">The speaker is no longer confirmed, or no longer a member. The model did not fail.</param>
/// <param name="IsPassing">The model could not be reached. A retry can succeed.</param>
public sealed record ModelCallResult(IReadOnlyList<PendingCall> Calls, string? Failure = null, bool IsRefusal = false, bool IsPassing = false, int Version = 1);

public sealed record PendingCall(string CallId, bool NeedsConfirmation);
