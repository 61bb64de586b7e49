namespace Onbehalf.Tests.App;

/// <summary>What the stream of <see cref="Answers"/> waits for, and what it saw.</summary>
public sealed class StreamGate
{
    public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the client leaves: whether the function's own token had fired by then.</summary>
    public TaskCompletionSource<bool> Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
