using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Onbehalf.Functions.Edge;
using Onbehalf.Orchestrations;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Storage;

namespace Onbehalf.Functions.Chores;

/// <summary>
/// Starts due chores. An occurrence is claimed by storing it before the chore starts, so that exactly one instance runs it. If the instance
/// crashes before a long chore begins, a later check starts that occurrence.
/// </summary>
public sealed partial class DueChores(IEnumerable<IChore> chores, ChoreTimes times, TimeProvider time, ILogger<DueChores> log)
{
    private const int MostTries = 3;

    /// <summary>
    /// The age limit for starting a claimed occurrence late. A newer occurrence supersedes an older one, whose history may be purged.
    /// </summary>
    private static readonly TimeSpan BeginsAgain = TimeSpan.FromDays(1);

    /// <summary>The interval of the timer. The first check of a new chore includes occurrences since the previous tick.</summary>
    private static readonly TimeSpan Apart = TimeSpan.FromSeconds(30);

    private readonly ImmutableArray<(IChore Chore, Occurrences At)> _chores = [.. chores.Select(static chore => (chore, new Occurrences(chore)))];
    private readonly ConcurrentDictionary<string, DateTimeOffset> _unneeded = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Task> _running = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _begun = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, (DateTimeOffset Occurrence, DateTimeOffset SeenAt)> _absent = new(StringComparer.Ordinal);

    /// <summary>The time limit of one chore in a tick.</summary>
    internal TimeSpan Budget { get; init; } = TimeSpan.FromSeconds(20);

    internal TimeSpan LookBudget { get; init; } = TimeSpan.FromSeconds(5);

    public async Task RunAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(durable);
        var now = time.GetUtcNow();
        for (var tries = 1; tries <= MostTries; tries++)
        {
            var known = await times.ReadAsync(cancellation);
            var unknown = _chores
                .Where(one => !known.ContainsKey(one.Chore.Name))
                .Select(one => KeyValuePair.Create(one.Chore.Name, Occurrences.None(now - Apart)));
            var last = known.AddRange(unknown);
            var looks = _chores.Select(one =>
                WithinAsync(LookBudget, one.Chore, token => LookAsync(durable, one.Chore, one.At, last, now, token), cancellation));
            var due = (await Task.WhenAll(looks)).OfType<Due>().ToImmutableArray();
            var taken = last.SetItems(due.Select(static one => KeyValuePair.Create(one.Chore.Name, one.At)));
            if (last.Count == known.Count && due.IsEmpty)
                return;
            if (!await times.TryWriteAsync(taken, cancellation))
                continue;
            await Task.WhenAll(due.Select(one => StartAsync(durable, one, cancellation)));
            return;
        }
    }

    /// <summary>Returns the occurrence if this instance should start the chore now; otherwise null.</summary>
    private async Task<Due?> LookAsync(
        DurableTaskClient durable,
        IChore chore,
        Occurrences at,
        ImmutableDictionary<string, DateTimeOffset> times,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        var last = times[chore.Name];
        if (chore.IsLong && await BeginsLateAsync(durable, chore, last, now, cancellation))
            return null;
        if (at.Latest(last, now) is not { } occurrence || (_unneeded.TryGetValue(chore.Name, out var unneeded) && unneeded == occurrence))
            return null;
        if (!chore.IsLong && _running.TryGetValue(chore.Name, out var running) && !running.IsCompleted)
            return null;
        if (!await chore.IsNeededAsync(cancellation))
        {
            _unneeded[chore.Name] = occurrence;
            return null;
        }

        return chore.IsLong && await IsRunningAsync(durable, chore, last, cancellation) ? null : new(chore, occurrence);
    }

    /// <summary>Starts an occurrence that an instance claimed but did not begin before it crashed.</summary>
    private async Task<bool> BeginsLateAsync(DurableTaskClient durable, IChore chore, DateTimeOffset last, DateTimeOffset now, CancellationToken cancellation)
    {
        if (Occurrences.IsNone(last) || now - last > BeginsAgain || (_begun.TryGetValue(chore.Name, out var begun) && begun >= last))
            return false;
        if (await durable.GetInstanceAsync(DoChore.InstanceId(chore.Name, last), cancellation) is not null)
        {
            _begun[chore.Name] = last;
            return false;
        }

        // An occurrence that is absent at one check may be about to begin. Absent at the next check too, its instance has crashed.
        if (!_absent.TryGetValue(chore.Name, out var absent) || absent.Occurrence != last || absent.SeenAt == now)
        {
            _absent[chore.Name] = (last, now);
            return false;
        }

        await BeginAsync(durable, new(chore, last), cancellation);
        return true;
    }

    private static async Task<bool> IsRunningAsync(DurableTaskClient durable, IChore chore, DateTimeOffset last, CancellationToken cancellation) =>
        !Occurrences.IsNone(last) && await durable.GetInstanceAsync(DoChore.InstanceId(chore.Name, last), cancellation) is { IsCompleted: false };

    private Task<object?> StartAsync(DurableTaskClient durable, Due due, CancellationToken cancellation) => WithinAsync<object>(
        Budget,
        due.Chore,
        async token =>
        {
            var ended = new TaskCompletionSource();
            _running[due.Chore.Name] = ended.Task;
            try
            {
                await (due.Chore.IsLong ? BeginAsync(durable, due, token) : due.Chore.RunAsync(durable, token));
                return null;
            }
            finally
            {
                ended.SetResult();
            }
        },
        cancellation);

    private async Task BeginAsync(DurableTaskClient durable, Due due, CancellationToken cancellation)
    {
        await StartOnce.BeginAsync(durable, nameof(DoChore), new ChoreInput(due.Chore.Name), DoChore.InstanceId(due.Chore.Name, due.At), cancellation);
        _begun[due.Chore.Name] = due.At;
    }

    /// <summary>
    /// Runs the work within a time limit. A chore that fails or ignores its token therefore delays the others by at most its budget.
    /// </summary>
    private async Task<T?> WithinAsync<T>(TimeSpan budget, IChore chore, Func<CancellationToken, Task<T?>> work, CancellationToken cancellation)
        where T : class
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        ends.CancelAfter(budget);
        try
        {
            return await Task.Run(() => work(ends.Token), cancellation).WaitAsync(budget + TimeSpan.FromSeconds(1), cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            Log.Failed(log, chore.Name, FailureText.Of(failure));
            return null;
        }
    }

    private sealed record Due(IChore Chore, DateTimeOffset At);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "The chore {Chore} failed: {Failure}")]
        public static partial void Failed(ILogger logger, string chore, string failure);
    }
}
