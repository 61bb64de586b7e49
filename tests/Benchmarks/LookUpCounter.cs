using System.Diagnostics;

namespace Onbehalf.Benchmarks;

/// <summary>Counts commands sent to PostgreSQL, from the driver's own trace: opening a thread sends none but catalogue look-ups.</summary>
internal sealed class LookUpCounter : IDisposable
{
    private readonly ActivityListener _listener;
    private int _count;

    public LookUpCounter()
    {
        _listener = new()
        {
            ShouldListenTo = static source => source.Name == "Npgsql",
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = _ => Interlocked.Increment(ref _count),
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public int Count => _count;

    public void Dispose() => _listener.Dispose();
}
