namespace Microsoft.DurableTask.Local.Instances;

/// <summary>The open durable timers of one instance. What makes them durable is the history; these only ring.</summary>
internal sealed class InstanceTimers(TimeProvider clock, Action<int> ring)
{
    // A timer of the runtime cannot wait longer than 49 days.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<int, ITimer> _timers = [];

    public void Set(int id, DateTime at)
    {
        lock (_gate)
        {
            if (!_timers.ContainsKey(id))
                _timers[id] = Arm(id, at);
        }
    }

    public void KeepOnly(IReadOnlySet<int> open)
    {
        lock (_gate)
        {
            foreach (var id in _timers.Keys.Where(id => !open.Contains(id)).ToList())
            {
                _timers[id].Dispose();
                _timers.Remove(id);
            }
        }
    }

    public void Clear() => KeepOnly(new HashSet<int>());

    private ITimer Arm(int id, DateTime at)
    {
        var wait = at - clock.GetUtcNow().UtcDateTime;
        var due = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
        using var flow = ExecutionContext.SuppressFlow();
        return clock.CreateTimer(_ => Elapsed(id, at), null, due, Timeout.InfiniteTimeSpan);
    }

    private void Elapsed(int id, DateTime at)
    {
        if (clock.GetUtcNow().UtcDateTime >= at)
        {
            ring(id);
            return;
        }

        lock (_gate)
        {
            if (!_timers.Remove(id, out var elapsed))
                return;
            elapsed.Dispose();
            _timers[id] = Arm(id, at);
        }
    }
}
