namespace Onbehalf.Orchestrations.Activities;

/// <summary>Contains only an id. The run's row stores its author, its prompt and its occasion.</summary>
public sealed record RunInput(string RunId, int Version = 1);

/// <param name="Sleeper">The orchestration that asks, and sleeps if the run may not continue.</param>
/// <param name="Attempt">The number of consecutive failed queries to the directory.</param>
public sealed record RunWake(string RunId, string Sleeper, int Attempt, int Version = 1);

/// <param name="Reason">A slug; null if the run may continue.</param>
/// <param name="TurnId">As in <see cref="RunTurnInput"/>.</param>
public sealed record WokenRun(
    WokenState State,
    string? ThreadId = null,
    string? MessageId = null,
    DateTime RetryAt = default,
    string? Reason = null,
    int Version = 1,
    string? TurnId = null)
{
    internal RunTurnInput Asks => new(ThreadId!, MessageId!, Turn: TurnId);
}

public enum WokenState
{
    /// <summary>The author is confirmed, and all other checks passed.</summary>
    Goes,

    /// <summary>The directory is unavailable. The check is retried at the given time.</summary>
    Retries,

    /// <summary>The run is parked or waits for a place, until its wake event is raised.</summary>
    Sleeps,

    /// <summary>The run is suspended until the given time, or until its wake event is raised.</summary>
    Rests,

    Over,
    Stopped,
}

/// <param name="Outcome">The outcome of a run that ended without its turn; null if the turn determines it.</param>
/// <param name="MayRest">True if the run is suspended when its turn requested a continuation or started parts.</param>
public sealed record RunEnding(string RunId, TurnOutcome? Outcome = null, string? Reason = null, bool MayRest = false, int Version = 1);

/// <param name="GoesOn">True if the run is suspended and continues later.</param>
/// <param name="Parts">The runs of its parts, which complete before the continuation.</param>
/// <param name="Next">As in <see cref="EndedRun"/>.</param>
public sealed record RestedRun(bool GoesOn, IReadOnlyList<string> Parts, string? Next = null, int Version = 1);

/// <param name="Next">The orchestration of the same author's run that gets the released place next.</param>
/// <param name="Rested">Set if the run was suspended and did not end.</param>
public sealed record EndedRun(string Status, string? Next = null, RestedRun? Rested = null, int Version = 1, bool IsForSlack = false);
