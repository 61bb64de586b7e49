namespace Microsoft.DurableTask.Local;

/// <summary>Runs one activity; returns its result as JSON (null for none). What it throws becomes the task's failure.</summary>
internal delegate Task<string?> ActivityDelegate(ActivityCall call, CancellationToken cancellation);
