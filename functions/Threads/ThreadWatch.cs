using System.Collections.Concurrent;
using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// Looks at the end of one thread's events for all its streams at this instance, and wakes them when another instance wrote something. Pulses
/// name most such threads without a look. What this instance writes wakes its streams by itself.
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

    /// <summary>Guarded by the owner's lock.</summary>
    public int Streams { get; set; }

    /// <summary>A turn that this instance runs wakes its streams by itself: only others' are looked for often, and only while they speak.</summary>
    private bool IsBusy => !_running.IsEmpty && _time.GetElapsedTime(Volatile.Read(ref _heard)) < _times.Silent
        && _running.Values.Any(turns => turns.Any(turn => !_turns.IsWrittenHere(turn)));

    public void Start() => _ = LookAsync(_ends.Token);

    public void Dispose()
    {
        _following.Dispose();
        _ends.Cancel();
        _ends.Dispose();
    }

    /// <summary>The turns of which a stream heard, as it heard of one of them.</summary>
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
        // The first look wakes whoever read before this watch began.
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
                // The last stream left.
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                // Each stream looks by itself, and ends by what it meets.
                _events.Wake(_thread);
            }
        }
    }
}
