using Azure;
using Azure.Data.Tables;
using Microsoft.Extensions.Logging;
using Onbehalf.Host.Worker;

namespace Onbehalf.Host.Timers;

/// <summary>Runs the app's timers until it is disposed.</summary>
internal sealed partial class TimerLoop : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _stopping = new();
    private readonly ILogger _log;
    private readonly Task _running;

    public TimerLoop(
        IReadOnlyDictionary<string, TimerSchedule> schedules,
        Invocations invocations,
        Func<string?> durableClient,
        TableServiceClient tables,
        string hub,
        ILogger log)
    {
        _log = log;
        var store = new TimerStore(tables.GetTableClient($"{hub}timers"));
        var timers = schedules.Select(timer => new LocalTimer(
            invocations.Find(timer.Key)!, timer.Value, store, input => invocations.RunAsync(timer.Key, input, [], durableClient()), log)).ToList();
        _running = timers.Count == 0 ? Task.CompletedTask : RunAsync(store, timers);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _stopping.Dispose();
    }

    private async Task RunAsync(TimerStore store, IReadOnlyList<LocalTimer> timers)
    {
        try
        {
            await PersistAsync(() => store.CreateAsync(_stopping.Token));
            await Task.WhenAll(timers.Select(timer => PersistAsync(() => timer.RunAsync(_stopping.Token))));
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    /// <summary>Retries if the table store is unavailable. An outage delays timers and does not end the host.</summary>
    private async Task PersistAsync(Func<Task> work)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await work();
                return;
            }
            catch (Exception unavailable) when (unavailable is RequestFailedException or AggregateException { InnerException: RequestFailedException })
            {
                Log.Delayed(_log, unavailable.GetBaseException().Message);
                await Task.Delay(Pause, _stopping.Token);
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Warning, Message = "Timers wait for the table store: {Reason}")]
        public static partial void Delayed(ILogger logger, string reason);
    }
}
