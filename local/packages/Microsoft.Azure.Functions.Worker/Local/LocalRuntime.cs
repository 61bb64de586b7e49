using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>A functions app running inside this process, started through its own entry point; several may run at once.</summary>
public sealed class LocalRuntime : IAsyncDisposable
{
    private static readonly AsyncLocal<TaskCompletionSource<(WebApplication App, LocalSettings Settings)>?> Starting = new();

    private readonly WebApplication _app;
    private readonly Task _main;

    private LocalRuntime(WebApplication app, LocalSettings settings, Task main)
    {
        _app = app;
        _main = main;
        Url = settings.Url;
    }

    public Uri Url { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts the app of <paramref name="functions"/> with settings that win over environment variables, and waits until it serves.</summary>
    public static async Task<LocalRuntime> StartAsync(Assembly functions, IReadOnlyDictionary<string, string> settings, CancellationToken cancellation = default)
    {
        var args = settings.SelectMany(static setting => new[] { "--setting", $"{setting.Key}={setting.Value}" }).ToArray();
        var entry = functions.EntryPoint ?? throw new ArgumentException($"{functions.GetName().Name} has no entry point.", nameof(functions));
        var built = new TaskCompletionSource<(WebApplication App, LocalSettings Settings)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var main = Task.Factory.StartNew(
            () =>
            {
                Starting.Value = built;
                entry.Invoke(null, BindingFlags.DoNotWrapExceptions, null, [args], null);
            },
            cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        await Task.WhenAny(built.Task, main).WaitAsync(cancellation);
        if (main.IsCompleted)
            await main;
        var (app, applied) = await built.Task.WaitAsync(cancellation);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = app.Lifetime.ApplicationStarted.Register(started.SetResult);
        if (await Task.WhenAny(started.Task, main).WaitAsync(cancellation) == main)
            await main;
        return new(app, applied, main);
    }

    public async ValueTask DisposeAsync()
    {
        _app.Lifetime.StopApplication();
        await _main;
    }

    internal static void Announce(WebApplication app, LocalSettings settings) => Starting.Value?.TrySetResult((app, settings));
}
