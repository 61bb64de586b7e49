using Microsoft.DurableTask.Local.History;

namespace Microsoft.DurableTask.Local.Replay;

/// <summary>Where the orchestrator stands after its history has been replayed.</summary>
internal abstract record EpisodeResult
{
    private EpisodeResult()
    {
    }

    /// <summary>What was asked for and is not in the history yet.</summary>
    public required IReadOnlyList<OrchestratorAction> New { get; init; }

    public required string? CustomStatus { get; init; }

    internal sealed record Waiting(IReadOnlyList<OrchestratorAction> Open, bool IsSuspended) : EpisodeResult;

    internal sealed record Completed(string? Output) : EpisodeResult;

    internal sealed record Failed(TaskFailureDetails Failure) : EpisodeResult;

    internal sealed record ContinuedAsNew(string? Input, IReadOnlyList<HistoryEvent.EventRaised> Carried) : EpisodeResult;
}
