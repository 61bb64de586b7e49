namespace Onbehalf.Orchestrations;

/// <summary>An id only: whose run it is, what it asks and what woke it rest in its row.</summary>
public sealed record RunInput(string RunId, int Version = 1);

/// <param name="Sleeper">The orchestration that asks, and sleeps if it may not go on.</param>
/// <param name="Attempt">How often in a row the directory could not be asked.</param>
public sealed record RunWake(string RunId, string Sleeper, int Attempt, int Version = 1);

/// <param name="Reason">A slug, unless it may go on.</param>
/// <param name="TurnId">As in <see cref="RunTurnInput"/>.</param>
public sealed record WokenRun(WokenState State, string? ThreadId = null, string? MessageId = null, DateTime RetryAt = default, string? Reason = null, int Version = 1, string? TurnId = null)
{
    internal RunTurnInput Asks => new(ThreadId!, MessageId!, Turn: TurnId);
}

public enum WokenState
{
    /// <summary>Its author is confirmed and everything else holds, at this moment.</summary>
    Goes,

    /// <summary>Nobody can be asked right now: again at the given time.</summary>
    Retries,

    /// <summary>It is parked, or waits for a place: until somebody raises <see cref="RunWakes.WakeEvent"/>.</summary>
    Sleeps,

    /// <summary>It asked to go on at the given time, or when somebody raises <see cref="RunWakes.WakeEvent"/>.</summary>
    Rests,

    Over,
    Stopped,
}

/// <param name="Outcome">How it ended before or beside its turn; null where the turn says.</param>
/// <param name="MayRest">It does not end where its turn asked to go on later or began parts of the work.</param>
public sealed record RunEnding(string RunId, TurnOutcome? Outcome = null, string? Reason = null, bool MayRest = false, int Version = 1);

/// <param name="GoesOn">It is not over: it rests, and then asks again.</param>
/// <param name="Parts">Runs of its own that come before that.</param>
/// <param name="Next">As in <see cref="EndedRun"/>.</param>
public sealed record RestedRun(bool GoesOn, IReadOnlyList<string> Parts, string? Next = null, int Version = 1);

/// <param name="Next">The orchestration of a run of the same author that waits for the place that this one leaves.</param>
/// <param name="Rested">It did not end.</param>
public sealed record EndedRun(string Status, string? Next = null, RestedRun? Rested = null, int Version = 1, bool IsForSlack = false);
