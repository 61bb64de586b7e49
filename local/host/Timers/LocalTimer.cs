using System.Text.Json;
using Microsoft.Extensions.Logging;
using Onbehalf.Host.Worker;

namespace Onbehalf.Host.Timers;

/// <summary>
/// One timer function. Its row holds the schedule state. A host claims an occurrence by updating the row, and renews the claim while the function
/// runs. Afterwards it stores the next occurrence. If the process dies in between, the occurrence becomes past due.
/// </summary>
internal sealed partial class LocalTimer(WorkerFunction function, TimerSchedule schedule, TimerStore store, Func<Wire, Task<WorkerOutcome>> call, ILogger log)
{
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly bool _isWatched = Flag(function, "useMonitor", otherwise: true);
    private readonly bool _runsOnStartup = Flag(function, "runOnStartup", otherwise: false);

    public async Task RunAsync(CancellationToken stopping)
    {
        var row = await store.FindAsync(function.Name, stopping);
        // A changed or unmonitored schedule starts from now. A monitored schedule runs missed occurrences.
        if (row is null || row.Schedule != schedule.Text || !_isWatched)
            row = await BeginAsync(row, stopping);
        if (_runsOnStartup)
            row = await OccurAsync(row, occurrence: default, isPastDue: false, stopping);
        while (!stopping.IsCancellationRequested)
        {
            var due = Later(row.Next, row.RunningUntil) - DateTime.UtcNow;
            if (due > TimeSpan.Zero)
                await Task.Delay(due < LongestWait ? due : LongestWait, stopping);
            if (due <= LongestWait)
                row = await OccurAsync(row, row.Next, row.Next + Grace < DateTime.UtcNow, stopping);
        }
    }

    private async Task<TimerRow> BeginAsync(TimerRow? row, CancellationToken stopping)
    {
        var fresh = new TimerRow { RowKey = function.Name, Schedule = schedule.Text, Next = schedule.After(DateTime.UtcNow), ETag = row?.ETag ?? default };
        return await store.SaveAsync(fresh, stopping) ? fresh : await ReadAsync(stopping);
    }

    private async Task<TimerRow> ReadAsync(CancellationToken stopping) =>
        await store.FindAsync(function.Name, stopping) ?? await BeginAsync(null, stopping);

    /// <summary>Runs the function, unless another host claimed the occurrence first. The changed row shows that.</summary>
    /// <param name="row">The timer's row as it was read, with its ETag.</param>
    /// <param name="occurrence">The occurrence to run; the default value for a run at startup.</param>
    /// <param name="isPastDue">True if the occurrence was missed at its due time.</param>
    /// <param name="stopping">Cancelled when the host stops.</param>
    private async Task<TimerRow> OccurAsync(TimerRow row, DateTimeOffset occurrence, bool isPastDue, CancellationToken stopping)
    {
        row.RunningUntil = DateTimeOffset.UtcNow + Claim;
        if (!await store.SaveAsync(row, stopping))
            return await ReadAsync(stopping);

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var held = HoldAsync(row, ended.Token);
        await CallAsync(row, isPastDue);
        await ended.CancelAsync();
        await held;

        var now = DateTime.UtcNow;
        (row.Last, row.Next, row.RunningUntil) = (now, schedule.AfterRun(occurrence.UtcDateTime, now), default);
        return await store.SaveAsync(row, CancellationToken.None) ? row : await ReadAsync(stopping);
    }

    private async Task CallAsync(TimerRow row, bool isPastDue)
    {
        var status = _isWatched ? new { Last = row.Last.UtcDateTime, Next = row.Next.UtcDateTime, LastUpdated = row.Last.UtcDateTime } : null;
        try
        {
            var outcome = await call(new Wire().Text(2, JsonSerializer.Serialize(new { ScheduleStatus = status, IsPastDue = isPastDue })));
            if (!outcome.Succeeded)
                Log.Failed(log, function.Name, outcome.Failure);
        }
        catch (Exception failure) when (failure is TimeoutException or InvalidOperationException)
        {
            Log.Failed(log, function.Name, failure.Message);
        }
    }

    private async Task HoldAsync(TimerRow row, CancellationToken ended)
    {
        using var beat = new PeriodicTimer(Claim / 3);
        try
        {
            while (await beat.WaitForNextTickAsync(ended))
            {
                row.RunningUntil = DateTimeOffset.UtcNow + Claim;
                await store.SaveAsync(row, CancellationToken.None);
            }
        }
        catch (OperationCanceledException)
        {
            // The function has ended. The caller writes the row.
        }
    }

    private static bool Flag(WorkerFunction function, string name, bool otherwise) =>
        function.TriggerBinding.TryGetProperty(name, out var value) ? value.GetBoolean() : otherwise;

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The timer {Function} failed: {Reason}")]
        public static partial void Failed(ILogger logger, string function, string? reason);
    }
}
