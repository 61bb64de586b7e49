namespace Microsoft.DurableTask.Local.Storage;

/// <summary>Which call of which execution started a sub-orchestration; only that call may take its result.</summary>
internal sealed record ParentLink(string InstanceId, string Name, int Generation, int TaskId);
