namespace Onbehalf.Orchestrations;

public sealed record ModelCallInput(string TurnId, int ModelCall, int Version = 1);

/// <summary>The calls the model asked for, by our ids, or why the model gave no answer (a slug).</summary>
public sealed record ModelCallResult(IReadOnlyList<PendingCall> Calls, string? Failure = null, int Version = 1)
{
    /// <summary>The directory no longer confirms the speaker.</summary>
    public const string Identity = "identity";

    public const string NotAMember = "not-a-member";
}

public sealed record PendingCall(string CallId, bool NeedsConfirmation);

public sealed record BegunTurn(bool Allowed, int MaxModelCalls, int MaxToolCalls, int Version = 1);
