using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.DurableTask;
using Onbehalf.Tests.App;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Host;

namespace Onbehalf.Benchmarks;

/// <summary>
/// The engine without the product, under the product's host.json and on the same store: an orchestration of one activity that does nothing, as
/// a turn is an orchestration of one activity. Timed from the request to start it until that activity begins.
/// </summary>
internal sealed class BareEngine : IAsyncDisposable
{
    private readonly TestApp _app;
    private readonly ConcurrentDictionary<string, TaskCompletionSource<long>> _began = new();

    private BareEngine(TestApp app)
    {
        _app = app;
        ActivityLog.Began += Note;
    }

    public static async Task<BareEngine> StartAsync(InProcessApp beside) => new(await TestApp.StartAsync(
        AppContext.BaseDirectory, null, ("ONBEHALF_TASK_HUB", TestApp.FreshHub()), ("AzureWebJobsStorage", beside.Sidecars.StorageConnectionString)));

    public async Task<Figures> OneByOneAsync(int times)
    {
        for (var i = 0; i < Math.Max(20, times / 4); i++)
            await OneAsync();
        var taken = new List<double>(times);
        for (var i = 0; i < times; i++)
            taken.Add(await OneAsync());
        return new(taken);
    }

    /// <summary>All asked for in one moment; from that moment.</summary>
    public async Task<Figures> TogetherAsync(int size)
    {
        await OneAsync();
        var started = Stopwatch.GetTimestamp();
        return new(await Task.WhenAll(Enumerable.Range(0, size).Select(_ => OneAsync(started))));
    }

    public async ValueTask DisposeAsync()
    {
        ActivityLog.Began -= Note;
        await _app.DisposeAsync();
    }

    private async Task<double> OneAsync(long? since = null)
    {
        var id = $"bare{Guid.NewGuid():N}";
        var began = _began[$"{id}.0"] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var started = since ?? Stopwatch.GetTimestamp();
        await _app.Engine.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.Chain), 1, new StartOrchestrationOptions(id));
        return Stopwatch.GetElapsedTime(started, await began.Task).TotalMilliseconds;
    }

    private void Note(string activity)
    {
        if (_began.TryRemove(activity, out var began))
            began.TrySetResult(Stopwatch.GetTimestamp());
    }
}
