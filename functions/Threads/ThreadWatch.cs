using System.Collections.Concurrent;
using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// Polls the end of one thread's event log for all its streams on this instance. Wakes them after a write by another instance. Pulses report most
/// such writes without a poll. Writes of this instance wake its streams directly.
/// </summary>
internal sealed class ThreadWatch : IDisposable
{
    private readonly CancellationTokenSource _ends = new();
    private readonly SemaphoreSlim _sooner = new(0);
    private readonly ConcurrentDictionary<object, ImmutableArray<TurnId>> _running = new();
    private readonly ThreadId _thread;
    private readonly EventLog _events;
    private readonly TurnCache _turns;
    private readonly StreamTimes _times;
    private readonly TimeProvider _time;
    private readonly IDisposable _following;
    private long _heard;

    public ThreadWatch(ThreadId thread, EventLog events, Pulses pulses, TurnCache turns, StreamTimes times, TimeProvider time)
    {
        (_thread, _events, _turns, _times, _time) = (thread, events, turns, times, time);
        _following = pulses.Follow(thread, () => events.Wake(thread));
    }

    /// <summary>The number of streams. Guarded by the owner's lock.</summary>
    public int Streams { get; set; }

    /// <summary>
    /// True while a turn of another instance runs and produces events; the poll interval is then short. Turns of this instance wake its streams
    /// directly.
    /// </summary>
    private bool IsBusy => !_running.IsEmpty && _time.GetElapsedTime(Volatile.Read(ref _heard)) < _times.Silent
        && _running.Values.Any(turns => turns.Any(turn => !_turns.IsWrittenHere(turn)));

    public void Start() => _ = LookAsync(_ends.Token);

    public void Dispose()
    {
        _following.Dispose();
        _ends.Cancel();
        _ends.Dispose();
    }

    /// <summary>Sets the running turns that a stream has seen, after an event of one of them.</summary>
    public void Hear(object stream, ImmutableArray<TurnId> running)
    {
        Volatile.Write(ref _heard, _time.GetTimestamp());
        if (running.IsEmpty)
            _running.TryRemove(stream, out _);
        else
            _running[stream] = running;
        if (IsBusy && _sooner.CurrentCount == 0)
            _sooner.Release();
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        // The first poll wakes streams that read before this watch started.
        for (var known = -1L; !cancellation.IsCancellationRequested;)
        {
            try
            {
                await _sooner.WaitAsync(IsBusy ? _times.Busy : known < 0 ? _times.Idle : _times.Unnamed, cancellation);
                var last = await _events.LastAsync(_thread, cancellation);
                if (last > Math.Max(known, _events.Appended(_thread)))
                    _events.Wake(_thread);
                known = last;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // The last stream has ended.
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                // On a failure, each stream reads the log itself and handles the error.
                _events.Wake(_thread);
            }
        }
    }
}
