using System.Collections.Immutable;
using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>Suspends a run whose completed turn requested a continuation or started parts. A suspended run holds no place.</summary>
public sealed class RestStep(RunStore runs, TurnStore turns, RunPlaces places, RunRecords records, RunEvents events, TimeProvider time)
{
    public async Task<RestedRun> TakeAsync(string runId, CancellationToken cancellation)
    {
        if (await runs.FindAsync(RunId.Parse(runId), cancellation) is not { IsLive: true, Turn: { } turn } run
            || (await turns.FindAsync(turn, cancellation))?.Status is not TurnStatus.Completed)
            return new(false, []);
        var parts = await LiveAsync(run, cancellation);
        if (run.RestsUntil is null)
        {
            if ((run.GoesOnAt ?? (parts.IsEmpty ? null : time.GetUtcNow())) is not { } until)
                return new(false, []);
            await records.RestsAsync(run, until, cancellation);
            if (await runs.ChangeAsync(run, now => now.IsLive ? now with { RestsUntil = until, GoesOnAt = null } : null, cancellation) is not { } resting)
                return new(false, []);
            run = resting;
            await events.ChangedAsync(run, cancellation);
        }

        var next = await places.LeaveAsync(run, cancellation);
        return new(true, parts, next is { } waiting ? (await runs.FindAsync(waiting, cancellation))?.Sleeper ?? waiting.Value : null);
    }

    private async Task<ImmutableArray<string>> LiveAsync(RunState run, CancellationToken cancellation)
    {
        var parts = await Task.WhenAll(run.Parts.Select(part => runs.FindAsync(part, cancellation)));
        return [.. parts.OfType<RunState>().Where(static part => part.IsLive).Select(static part => part.Id.Value)];
    }
}
