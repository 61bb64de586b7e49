namespace Microsoft.DurableTask.Local;

/// <summary>Runs the orchestrator function once over its history; called again, from the start, on every episode.</summary>
/// <remarks>
/// Everything up to the returned task runs on the episode's own scheduler, so what wraps the function (middleware) must not await
/// anything but what it wraps. The task of an episode that ends in waiting never completes.
/// </remarks>
internal delegate Task<object?> OrchestratorDelegate(TaskOrchestrationContext context);
