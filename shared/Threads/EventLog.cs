namespace Onbehalf.Threads;

/// <summary>The events of threads, numbered without gaps, so "everything after n" never misses a slower writer.</summary>
public sealed class EventLog
{
    /// <summary>Adds in one transaction and wakes the streams of this process. A message is announced once, however often it is told.</summary>
    public Task AppendAsync(ThreadId thread, IReadOnlyList<ThreadEvent> events, CancellationToken cancellation) => throw new NotImplementedException();
}
