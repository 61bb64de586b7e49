using System.Diagnostics;

namespace Onbehalf.Tests.Threads;

/// <summary>Counts the HTTP requests to storage that a piece of code makes, by following its trace.</summary>
internal sealed class StorageCount : IDisposable
{
    private readonly ActivityListener _listener;
    private readonly Activity _trace = new Activity(nameof(StorageCount)).Start();
    private int _requests;

    public StorageCount()
    {
        var trace = _trace.TraceId;
        _listener = new()
        {
            ShouldListenTo = static source => source.Name == "System.Net.Http",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity =>
            {
                if (activity.TraceId == trace)
                    Interlocked.Increment(ref _requests);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Requests => _requests;

    public void Dispose()
    {
        _listener.Dispose();
        _trace.Dispose();
    }
}
