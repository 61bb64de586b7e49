using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Tests.Worker.Functions;

public sealed class TickLog
{
    private readonly ConcurrentQueue<(string Name, TimerInfo Timer, DateTime At)> _ticks = new();

    public IReadOnlyList<(string Name, TimerInfo Timer, DateTime At)> Of(string name) => [.. _ticks.Where(tick => tick.Name == name)];

    public Task AddAsync(string name, TimerInfo timer)
    {
        _ticks.Enqueue((name, timer, DateTime.UtcNow));
        return Task.CompletedTask;
    }

    public async Task<(string Name, TimerInfo Timer, DateTime At)> NextAsync(string name)
    {
        var deadline = DateTime.UtcNow.AddSeconds(30);
        while (Of(name) is [])
        {
            Assert.True(DateTime.UtcNow < deadline, $"{name} did not run.");
            await Task.Delay(50);
        }

        return Of(name)[0];
    }
}
