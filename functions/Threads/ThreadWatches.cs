using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Functions.Threads;

/// <summary>The watched threads of this instance: those with an open stream of the thread or of one of its artifacts.</summary>
public sealed class ThreadWatches(EventLog events, Pulses pulses, TurnCache turns, StreamTimes times, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ThreadId, ThreadWatch> _watches = [];

    internal Seat Enter(ThreadId thread)
    {
        lock (_gate)
        {
            if (!_watches.TryGetValue(thread, out var watch))
            {
                _watches[thread] = watch = new(thread, events, pulses, turns, times, time);
                watch.Start();
            }

            watch.Streams++;
            return new(watch, () => Leave(thread, watch));
        }
    }

    private void Leave(ThreadId thread, ThreadWatch watch)
    {
        lock (_gate)
        {
            if (--watch.Streams > 0)
                return;
            _watches.Remove(thread);
            watch.Dispose();
        }
    }

    /// <summary>The registration of one stream with a watch.</summary>
    internal sealed class Seat(ThreadWatch watch, Action leave) : IDisposable
    {
        /// <summary>Sets the running turns, after an event of one of them.</summary>
        public void Hear(IEnumerable<TurnId> running) => watch.Hear(this, [.. running]);

        public void Dispose()
        {
            watch.Hear(this, ImmutableArray<TurnId>.Empty);
            leave();
        }
    }
}
