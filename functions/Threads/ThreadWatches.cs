using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>The watched threads of this instance: those that somebody has open.</summary>
internal sealed class ThreadWatches(EventLog events, StreamTimes times)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ThreadId, ThreadWatch> _watches = [];

    public Seat Enter(ThreadId thread)
    {
        lock (_gate)
        {
            if (!_watches.TryGetValue(thread, out var watch))
            {
                _watches[thread] = watch = new(thread, events, times);
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

    /// <summary>One stream's part in a watch.</summary>
    internal sealed class Seat(ThreadWatch watch, Action leave) : IDisposable
    {
        private bool _isBusy;

        public void Hurry(bool isBusy)
        {
            if (isBusy == _isBusy)
                return;
            _isBusy = isBusy;
            watch.Hurry(isBusy);
        }

        public void Dispose()
        {
            Hurry(isBusy: false);
            leave();
        }
    }
}
