namespace Onbehalf.Tools;

/// <summary>
/// Where the result of one call is kept. It is kept before the outcome is recorded, so that a recorded outcome always has its result,
/// and a repeated call finds it instead of acting again.
/// </summary>
public interface IResultStore
{
    /// <summary>What an earlier attempt kept, asked of storage; null when it kept nothing.</summary>
    Task<ToolOutcome?> FindAsync(CancellationToken cancellation);

    Task KeepAsync(ToolOutcome outcome, CancellationToken cancellation);
}
