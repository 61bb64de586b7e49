namespace Microsoft.DurableTask.Local;

internal sealed record ActivityCall(string Name, string InstanceId, int TaskId, string? InputJson, string? TraceParent);
