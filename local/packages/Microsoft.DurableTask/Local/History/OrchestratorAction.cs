namespace Microsoft.DurableTask.Local.History;

/// <summary>What an orchestrator asked for, numbered in the order it asked.</summary>
internal abstract record OrchestratorAction(int Id, ActionKind Kind, string Name)
{
    public HistoryEvent.Scheduled Recorded => new(Id, Kind, Name);

    internal sealed record CallActivity(int Id, string Name, string? Input) : OrchestratorAction(Id, ActionKind.Activity, Name);

    internal sealed record StartTimer(int Id, DateTime FireAt) : OrchestratorAction(Id, ActionKind.Timer, "timer");

    internal sealed record CallOrchestrator(int Id, string Name, string InstanceId, string? Input)
        : OrchestratorAction(Id, ActionKind.SubOrchestration, Name);

    internal sealed record SendEvent(int Id, string Name, string InstanceId, string? Payload)
        : OrchestratorAction(Id, ActionKind.SendEvent, Name);
}
