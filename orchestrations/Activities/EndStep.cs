using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>Says how a run ended: as its turn did, or why it never came to one; or puts it to rest, where its turn asked for that.</summary>
public sealed class EndStep(RunStore runs, TurnStore turns, RunEndings endings, RestStep rest)
{
    public async Task<EndedRun> TakeAsync(RunEnding ending, CancellationToken cancellation)
    {
        if (await runs.FindAsync(RunId.Parse(ending.RunId), cancellation) is not { } run)
            return new("unknown");
        if (ending.MayRest && await rest.TakeAsync(ending.RunId, cancellation) is { GoesOn: true } rested)
            return new("Rests", rested.Next, rested);
        var turn = run.Turn is { } id ? await turns.FindAsync(id, cancellation) : null;
        var status = (ending.Outcome, turn?.Status) switch
        {
            (TurnOutcome.Refused, _) or (null, TurnStatus.Refused) => RunStatus.Refused,
            (TurnOutcome.Stopped, _) or (null, TurnStatus.Stopped) => RunStatus.Stopped,
            (null, TurnStatus.Completed) => RunStatus.Completed,
            _ => RunStatus.Failed,
        };
        await EndPartsAsync(run, cancellation);
        var next = await endings.EndAsync(run, status, ending.Reason ?? turn?.RefusalCode, cancellation);
        return new(status.ToString(), next is { } waiting ? (await runs.FindAsync(waiting, cancellation))?.Sleeper ?? waiting.Value : null);
    }

    /// <summary>Those that its last turn asked for and that never came to begin.</summary>
    private async Task EndPartsAsync(RunState run, CancellationToken cancellation)
    {
        foreach (var id in run.Parts)
        {
            if (await runs.FindAsync(id, cancellation) is { IsLive: true } part)
                await endings.EndAsync(part, RunStatus.Stopped, null, cancellation);
        }
    }
}
