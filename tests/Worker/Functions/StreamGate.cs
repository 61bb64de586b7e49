namespace Onbehalf.Tests.Worker.Functions;

public sealed class StreamGate
{
    public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whether the function's own token had fired when the client left.</summary>
    public TaskCompletionSource<bool> Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
