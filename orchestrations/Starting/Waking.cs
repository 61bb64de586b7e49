using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Onbehalf.Acts;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;

namespace Onbehalf.Orchestrations.Starting;

/// <summary>
/// Starts the runs of due automations, then stores their next due times. After a crash the automation is still due, and the run id makes the
/// second start idempotent. Missed occurrences collapse into one run for the earliest missed time. A one-time automation is then finished.
/// </summary>
public sealed partial class Waking(
    AutomationStore store, RuleLooks looks, RunStart runs, AutomationLimits limits, TimeProvider time, ILogger<Waking> log)
{
    private const int AtOnce = 16;
    private const int MostInOneLook = 50_000;

    /// <summary>
    /// The age from which a due pointer without a matching automation counts as left over from a crash. A pointer is written before its
    /// automation.
    /// </summary>
    private static readonly TimeSpan LeftOver = TimeSpan.FromHours(1);

    /// <returns>The number of started runs.</returns>
    public async Task<int> WakeAsync(DurableTaskClient durable, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var due = new List<DueEntry>();
        await foreach (var entry in store.DueAsync(now, cancellation))
        {
            due.Add(entry);
            if (due.Count >= MostInOneLook)
                break;
        }

        var woken = 0;
        await Parallel.ForEachAsync(
            FairOrder.Of(due, limits.StartsPerMinute),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (entry, token) =>
            {
                if (await WakeOrStayDueAsync(durable, entry, now, token))
                    Interlocked.Increment(ref woken);
            });
        return woken;
    }

    /// <summary>A failure for one automation does not stop the others: it stays due, and the next sweep retries it.</summary>
    private async Task<bool> WakeOrStayDueAsync(DurableTaskClient durable, DueEntry entry, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            return await WakeAsync(durable, entry, now, cancellation);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            Log.NotWoken(log, entry.Automation.Value, FailureText.Of(failure));
            return false;
        }
    }

    private async Task<bool> WakeAsync(DurableTaskClient durable, DueEntry entry, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await store.FindAsync(entry.Automation, cancellation) is not { State: AutomationState.Active, Agreed: { } agreed } automation
            || automation.NextDue != entry.At)
        {
            if (now - entry.At > LeftOver)
                await store.ForgetDueAsync(entry, cancellation);
            return false;
        }

        var woke = agreed.Trigger switch
        {
            Trigger.Schedule or Trigger.Once => await BeginAsync(durable, automation, OccasionKind.Schedule, entry.At, cancellation),
            Trigger.Rule => await LookAsync(durable, automation, agreed, entry.At, cancellation),
            Trigger.SignedEvent => false,
            _ => throw new InvalidOperationException($"No such trigger: {agreed.Trigger.GetType().Name}."),
        };
        await store.WokeAsync(automation, entry.At, cancellation);
        return woke;
    }

    private async Task<bool> LookAsync(
        DurableTaskClient durable, Automation automation, AutomationContent agreed, DateTimeOffset due, CancellationToken cancellation)
    {
        switch (await looks.LookAsync(automation, agreed, due, cancellation))
        {
            case RuleLook.CameTrue(var state):
                await BeginAsync(durable, automation, OccasionKind.Rule, due, cancellation);
                await looks.RememberAsync(automation, state, cancellation);
                return true;
            case RuleLook.Quiet(var state):
                await looks.RememberAsync(automation, state, cancellation);
                return false;
            case RuleLook.Lost(var slug):
                await store.ParkAsync(automation.Id, slug, cancellation);
                return false;
            default:
                return false;
        }
    }

    private async Task<bool> BeginAsync(
        DurableTaskClient durable,
        Automation automation,
        OccasionKind kind,
        DateTimeOffset due,
        CancellationToken cancellation
    ) => await runs.BeginAsync(durable, automation, new Occasion($"due:{due.UtcDateTime:yyyy-MM-dd'T'HH:mm'Z'}", kind, due, null), cancellation) is not null;

    [SuppressMessage("ApiDesign", "RS0030", Justification = "The ban is for orchestrators; this is generated outside the folder that is exempt.")]
    private static partial class Log
    {
        [LoggerMessage(Level = LogLevel.Error, Message = "The automation {Automation} could not be woken; it stays due: {Failure}")]
        public static partial void NotWoken(ILogger logger, string automation, string failure);
    }
}
