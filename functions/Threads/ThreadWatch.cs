using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// Looks at the end of one thread's events for all its streams at this instance, and wakes them when another instance wrote something. What
/// this instance writes wakes them without it.
/// </summary>
internal sealed class ThreadWatch(ThreadId thread, EventLog events, StreamTimes times) : IDisposable
{
    private readonly CancellationTokenSource _ends = new();
    private readonly SemaphoreSlim _sooner = new(0);
    private int _busy;

    /// <summary>Guarded by the owner's lock.</summary>
    public int Streams { get; set; }

    public void Start() => _ = LookAsync(_ends.Token);

    public void Dispose()
    {
        _ends.Cancel();
        _ends.Dispose();
    }

    /// <summary>A stream whose thread has a running turn wants to hear sooner.</summary>
    public void Hurry(bool isBusy)
    {
        Interlocked.Add(ref _busy, isBusy ? 1 : -1);
        if (isBusy)
            _sooner.Release();
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        // The first look wakes whoever read before this watch began.
        for (var known = -1L; !cancellation.IsCancellationRequested;)
        {
            try
            {
                await _sooner.WaitAsync(Volatile.Read(ref _busy) > 0 ? times.Busy : times.Idle, cancellation);
                var last = await events.LastAsync(thread, cancellation);
                if (last > Math.Max(known, events.Appended(thread)))
                    events.Wake(thread);
                known = last;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // The last stream left.
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                // Each stream looks by itself, and ends by what it meets.
                events.Wake(thread);
            }
        }
    }
}
