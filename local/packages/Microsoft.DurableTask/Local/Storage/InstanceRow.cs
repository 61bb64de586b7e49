using Azure;
using Microsoft.DurableTask.Client;

namespace Microsoft.DurableTask.Local.Storage;

/// <summary>One instance as it is stored. The ETag is the proof of ownership: only its holder can commit.</summary>
internal sealed record InstanceRow
{
    public required string Id { get; init; }

    public required string Name { get; init; }

    public ETag ETag { get; init; }

    public required OrchestrationRuntimeStatus Status { get; init; }

    public required DateTime CreatedAt { get; init; }

    public required DateTime UpdatedAt { get; init; }

    /// <summary>The time the first episode of this generation sees.</summary>
    public required DateTime StartedAt { get; init; }

    public DateTime? StartAt { get; init; }

    public string? Input { get; init; }

    public string? Output { get; init; }

    public string? CustomStatus { get; init; }

    public TaskFailureDetails? Failure { get; init; }

    public string Owner { get; init; } = "";

    public int Epoch { get; init; }

    public int Generation { get; init; } = 1;

    public int Commits { get; init; }

    /// <summary>Of the last write, so that a write whose answer was lost can be told from somebody else's.</summary>
    public string CommitId { get; init; } = "";

    public ParentLink? Parent { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public string? TraceParent { get; init; }

    /// <summary>Read without its long texts, which are null here.</summary>
    public bool IsPartial { get; init; }

    public bool IsFinished => Status
        is OrchestrationRuntimeStatus.Completed
        or OrchestrationRuntimeStatus.Failed
        or OrchestrationRuntimeStatus.Terminated;
}
