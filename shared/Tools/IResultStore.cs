namespace Onbehalf.Tools;

/// <summary>
/// Stores the result of one call. The result is stored before the outcome is recorded, so a recorded outcome always has a result. A repeated call
/// returns it instead of acting again.
/// </summary>
public interface IResultStore
{
    /// <summary>Reads the result of an earlier attempt from storage; null when there is none.</summary>
    Task<ToolOutcome?> FindAsync(CancellationToken cancellation);

    Task KeepAsync(ToolOutcome outcome, CancellationToken cancellation);

    /// <summary>Announces the stored result to its person. No later step depends on it, so it may run beside other work.</summary>
    Task TellAsync(CancellationToken cancellation) => Task.CompletedTask;

    async Task KeepAndTellAsync(ToolOutcome outcome, CancellationToken cancellation)
    {
        await KeepAsync(outcome, cancellation);
        await TellAsync(cancellation);
    }
}
