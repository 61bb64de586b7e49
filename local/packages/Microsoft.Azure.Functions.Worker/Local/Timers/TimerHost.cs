using Azure;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>Fires the timers of an app.</summary>
internal sealed partial class TimerHost(FunctionCatalog catalog, IServiceProvider services, FunctionPipeline pipeline, ILogger<TimerHost> log) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var store = services.GetRequiredService<TimerStore>();
        var settings = services.GetRequiredService<LocalSettings>();
        var timers = catalog.Functions
            .Where(static function => function.Trigger is TimerTriggerAttribute)
            .Select(function => new LocalTimer(function, Schedule(function, settings), store, pipeline, log))
            .ToList();
        await KeepingOnAsync(() => store.CreateAsync(stoppingToken), stoppingToken);
        await Task.WhenAll(timers.Select(timer => KeepingOnAsync(() => timer.RunAsync(stoppingToken), stoppingToken)));
    }

    // A store that is away for a moment delays timers; it does not end the app.
    private async Task KeepingOnAsync(Func<Task> work, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception unavailable) when (unavailable is RequestFailedException or AggregateException { InnerException: RequestFailedException })
            {
                Log.Delayed(log, unavailable.GetBaseException().Message);
                await Task.Delay(Pause, stopping);
            }
        }
    }

    private static TimerSchedule Schedule(LocalFunction function, LocalSettings settings) =>
        TimerSchedule.Parse(function.Name, HostJson.Expand(((TimerTriggerAttribute)function.Trigger).Schedule, settings));

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Timers wait for the table store: {Reason}")]
        public static partial void Delayed(ILogger logger, string reason);
    }
}
