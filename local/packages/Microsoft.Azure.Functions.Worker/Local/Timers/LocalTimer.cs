using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>
/// One timer function. Its row is the schedule's truth: an occurrence is claimed by changing the row, kept while the function runs, and
/// moved on afterwards; a process that dies in between leaves it past due for the next one.
/// </summary>
internal sealed class LocalTimer(LocalFunction function, TimerSchedule schedule, TimerStore store, FunctionPipeline pipeline, ILogger log)
{
    private static readonly TimeSpan Claim = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly TimerTriggerAttribute _trigger = (TimerTriggerAttribute)function.Trigger;

    public async Task RunAsync(CancellationToken stopping)
    {
        var now = DateTime.UtcNow;
        var row = await store.FindAsync(function.Name, stopping);
        // A changed schedule, or one nobody watches, begins anew; a watched one remembers what it missed.
        if (row is null || row.Schedule != schedule.Text || !_trigger.UseMonitor)
            row = await BeginAsync(row, now, stopping);
        if (_trigger.RunOnStartup)
            row = await OccurAsync(row, isPastDue: false, stopping);
        while (!stopping.IsCancellationRequested)
        {
            var due = Later(row.Next, row.RunningUntil) - DateTime.UtcNow;
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due < LongestWait ? due : LongestWait, stopping);
                if (due > LongestWait)
                    continue;
            }

            row = await ReadAsync(stopping);
            if (Later(row.Next, row.RunningUntil) <= DateTime.UtcNow)
                row = await OccurAsync(row, row.Next + Grace < DateTime.UtcNow, stopping);
        }
    }

    private async Task<TimerRow> BeginAsync(TimerRow? row, DateTime now, CancellationToken stopping)
    {
        var fresh = new TimerRow { RowKey = function.Name, Schedule = schedule.Text, Next = schedule.After(now), ETag = row?.ETag ?? default };
        return await store.SaveAsync(fresh, stopping) ? fresh : await ReadAsync(stopping);
    }

    private async Task<TimerRow> ReadAsync(CancellationToken stopping) =>
        await store.FindAsync(function.Name, stopping) ?? await BeginAsync(null, DateTime.UtcNow, stopping);

    private async Task<TimerRow> OccurAsync(TimerRow row, bool isPastDue, CancellationToken stopping)
    {
        row.RunningUntil = DateTimeOffset.UtcNow + Claim;
        if (!await store.SaveAsync(row, stopping))
            return await ReadAsync(stopping);

        using var ended = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var keeping = KeepAsync(row, ended.Token);
        await CallAsync(Info(row, isPastDue));
        await ended.CancelAsync();
        await keeping;

        var now = DateTime.UtcNow;
        (row.Last, row.Next, row.RunningUntil) = (now, schedule.After(now), default);
        return await store.SaveAsync(row, CancellationToken.None) ? row : await ReadAsync(stopping);
    }

    private async Task CallAsync(TimerInfo info)
    {
        try
        {
            await pipeline.RunAsync(function, new(info));
        }
        catch (Exception failure)
        {
            FunctionLog.Failed(log, function.Name, failure);
        }
    }

    private async Task KeepAsync(TimerRow row, CancellationToken ended)
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
            // The function has ended; the caller writes the row.
        }
    }

    private TimerInfo Info(TimerRow row, bool isPastDue) => new()
    {
        IsPastDue = isPastDue,
        ScheduleStatus = _trigger.UseMonitor
            ? new() { Last = row.Last.UtcDateTime, Next = row.Next.UtcDateTime, LastUpdated = row.Last.UtcDateTime }
            : null,
    };

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
