namespace Microsoft.DurableTask.Local.Replay;

/// <summary>What of an instance an orchestrator can see besides its history.</summary>
internal sealed record OrchestrationIdentity(
    string InstanceId, string Name, string? Input, ParentOrchestrationInstance? Parent, DateTime StartedAt);
