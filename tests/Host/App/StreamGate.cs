namespace Onbehalf.Tests.App;

/// <summary>The awaited and received events of the stream of <see cref="Answers"/>.</summary>
public sealed class StreamGate
{
    public TaskCompletionSource Opened { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when the client leaves: whether the function's own token had fired by then.</summary>
    public TaskCompletionSource<bool> Left { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
}
