using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Tests.App;

public sealed class TickLog
{
    private readonly ConcurrentQueue<(string Name, TimerInfo Timer)> _ticks = new();

    public IReadOnlyList<TimerInfo> Of(string name) => [.. _ticks.Where(tick => tick.Name == name).Select(static tick => tick.Timer)];

    public void Add(string name, TimerInfo timer) => _ticks.Enqueue((name, timer));
}
