using Onbehalf.Ids;
using Onbehalf.Storage;

namespace Onbehalf.Threads;

/// <summary>
/// Notifies open streams at all instances of possible changes in people's lists. Streams of this process are notified directly. Other instances
/// poll rows that batch a quarter of a second. Idle streams cost one poll per instance.
/// </summary>
public sealed class Pulses(Tables tables, StreamTimes times, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan WriteDelay = TimeSpan.FromMilliseconds(250);

    private readonly Lock _gate = new();
    private readonly PulseRows _rows = new(tables.Events, time);
    private readonly List<PulseQueue> _streams = [];
    private readonly List<Pulse> _unwritten = [];
    private readonly Dictionary<string, List<Action>> _followers = new(StringComparer.Ordinal);
    private CancellationTokenSource? _looking;
    private bool _isWriting;
    private long _number;

    /// <summary>Notifies all members of a change in a thread's messages, name or members.</summary>
    public void Touch(ThreadId thread) => Send(new(thread.Value, Person: null), everywhere: true);

    /// <summary>Notifies only the thread's streams at other instances, for events that do not change lists.</summary>
    internal void TouchStreams(ThreadId thread) => Keep(new(Pulse.OfStreams(thread), Person: null));

    /// <summary>Notifies a person who joined or left a thread or room, or changed its list settings.</summary>
    public void Touch(SubjectId person, string what) => Send(new(what, person), everywhere: true);

    public void TouchInbox(SubjectId person) => Touch(person, Pulse.Inbox);

    /// <summary>Notifies this person's streams at this instance only. At other instances, the next change updates them.</summary>
    public void TouchHere(SubjectId person, ThreadId thread) => Send(new(thread.Value, person), everywhere: false);

    public void Dispose()
    {
        _looking?.Cancel();
        _looking?.Dispose();
    }

    internal PulseQueue Listen()
    {
        var queue = new PulseQueue(Leave);
        lock (_gate)
        {
            _streams.Add(queue);
            Look();
        }

        return queue;
    }

    /// <summary>
    /// Registers a callback for writes of other instances to the thread. A pulse can be lost, so the caller must still poll occasionally.
    /// </summary>
    public IDisposable Follow(ThreadId thread, Action changed)
    {
        lock (_gate)
        {
            if (!_followers.TryGetValue(thread.Value, out var those))
                _followers[thread.Value] = those = [];
            those.Add(changed);
            Look();
        }

        return new Following(() => Unfollow(thread, changed));
    }

    /// <summary>Returns all pulses since a moment, including unwritten ones; null if the moment is beyond the retention.</summary>
    internal async Task<IReadOnlyList<Pulse>?> SinceAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        if (!_rows.Reaches(since))
            return null;
        Pulse[] unwritten;
        lock (_gate)
            unwritten = [.. _unwritten];
        var written = await _rows.ReadAsync(since, own: true, cancellation);
        return [.. written.SelectMany(static row => row.Pulses), .. unwritten];
    }

    private void Send(Pulse pulse, bool everywhere)
    {
        lock (_gate)
        {
            Deliver(pulse);
            if (!everywhere)
                return;
        }

        Keep(pulse);
    }

    /// <summary>Queues a pulse for the other instances.</summary>
    private void Keep(Pulse pulse)
    {
        lock (_gate)
        {
            _unwritten.Add(pulse);
            if (_isWriting)
                return;
            _isWriting = true;
        }

        InBackground(WriteAsync);
    }

    private void Deliver(Pulse pulse)
    {
        var heard = pulse with { Number = ++_number };
        foreach (var stream in _streams)
            stream.Add(heard);
    }

    private async Task WriteAsync()
    {
        for (var isMore = true; isMore;)
        {
            await Task.Delay(WriteDelay);
            Pulse[] some;
            lock (_gate)
                some = [.. _unwritten];
            try
            {
                await _rows.WriteAsync(some.Distinct());
            }
            catch (Exception)
            {
                // These pulses are lost. Later ones must still be written.
            }

            lock (_gate)
            {
                _unwritten.RemoveRange(0, some.Length);
                isMore = _isWriting = _unwritten.Count > 0;
            }
        }
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var since = time.GetUtcNow(); !cancellation.IsCancellationRequested;)
        {
            try
            {
                await Task.Delay(times.Pulses, cancellation);
                var now = time.GetUtcNow();
                var rows = await _rows.ReadAsync(since, own: false, cancellation);
                lock (_gate)
                {
                    foreach (var pulse in rows.Where(row => !seen.Contains(row.Key)).SelectMany(static row => row.Pulses))
                    {
                        if (!pulse.IsOfStreams)
                            Deliver(pulse);
                        if (pulse.Thread is { } thread && _followers.TryGetValue(thread, out var those))
                            those.ForEach(static changed => changed());
                    }
                }

                seen = [.. rows.Select(static row => row.Key)];
                since = now;
            }
            catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
            {
                // The last stream was closed.
            }
            catch (Exception)
            {
                // The next poll repeats from the same time. No failure may end polling while a stream is open.
            }
        }
    }

    private void Leave(PulseQueue queue)
    {
        lock (_gate)
        {
            _streams.Remove(queue);
            StopLooking();
        }
    }

    private void Unfollow(ThreadId thread, Action changed)
    {
        lock (_gate)
        {
            if (_followers.TryGetValue(thread.Value, out var those) && those.Remove(changed) && those.Count == 0)
                _followers.Remove(thread.Value);
            StopLooking();
        }
    }

    /// <summary>Starts polling. The caller holds the lock.</summary>
    private void Look()
    {
        if (_looking is not null)
            return;
        _looking = new();
        var ends = _looking.Token;
        InBackground(() => LookAsync(ends));
    }

    /// <summary>Stops polling after the last stream or follower. The caller holds the lock.</summary>
    private void StopLooking()
    {
        if (_streams.Count + _followers.Count > 0)
            return;
        _looking?.Cancel();
        _looking?.Dispose();
        _looking = null;
    }

    /// <summary>Starts background work without the trace context of the current request.</summary>
    private static void InBackground(Func<Task> work) => ThreadPool.UnsafeQueueUserWorkItem(static work => _ = work(), work, preferLocal: false);

    private sealed class Following(Action end) : IDisposable
    {
        public void Dispose() => end();
    }
}
