using System.Text.Json.Serialization;

namespace Microsoft.DurableTask.Local.History;

/// <summary>One fact in an instance's history. The order is what replay follows.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(EpisodeStarted), "episode")]
[JsonDerivedType(typeof(Scheduled), "scheduled")]
[JsonDerivedType(typeof(TaskCompleted), "completed")]
[JsonDerivedType(typeof(TaskFailed), "failed")]
[JsonDerivedType(typeof(TimerFired), "fired")]
[JsonDerivedType(typeof(EventRaised), "raised")]
[JsonDerivedType(typeof(Suspended), "suspended")]
[JsonDerivedType(typeof(Resumed), "resumed")]
internal abstract record HistoryEvent
{
    private HistoryEvent()
    {
    }

    /// <summary>What follows happened at this time, as far as the orchestrator can tell.</summary>
    internal sealed record EpisodeStarted(DateTime At) : HistoryEvent;

    /// <summary>The orchestrator asked for this. Its input is not kept: replay makes it again.</summary>
    internal sealed record Scheduled(int Id, ActionKind Action, string Name) : HistoryEvent;

    /// <summary>An activity or a sub-orchestration returned.</summary>
    internal sealed record TaskCompleted(int Id, string? Result) : HistoryEvent;

    internal sealed record TaskFailed(int Id, TaskFailureDetails Failure) : HistoryEvent;

    internal sealed record TimerFired(int Id) : HistoryEvent;

    /// <summary><paramref name="EventId"/> makes a second delivery of the same event recognisable.</summary>
    internal sealed record EventRaised(string EventId, string Name, string? Payload) : HistoryEvent;

    internal sealed record Suspended(string? Reason) : HistoryEvent;

    internal sealed record Resumed(string? Reason) : HistoryEvent;
}
