using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>Ends a run with the outcome of its turn, or suspends it if the turn requested a continuation or parts.</summary>
public sealed class EndStep(RunStore runs, TurnStore turns, RunEndings endings, RestStep rest, SlackRuns? slack = null)
{
    public async Task<EndedRun> TakeAsync(RunEnding ending, CancellationToken cancellation)
    {
        if (ending.MayRest && await rest.TakeAsync(ending.RunId, cancellation) is { GoesOn: true } rested)
            return new("Rests", rested.Next, rested);
        // Read after the suspension attempt: the run can have ended meanwhile.
        if (await runs.FindAsync(RunId.Parse(ending.RunId), cancellation) is not { } run)
            return new("unknown");
        var parts = await LivePartsAsync(run, cancellation);
        var (status, reason) = run.IsLive ? await HowAsync(run, ending, parts.Count > 0, cancellation) : (run.Status, run.Reason);
        var next = await endings.EndAsync(run, status, reason, cancellation);
        foreach (var part in parts)
            await endings.EndAsync(part, RunStatus.Stopped, null, cancellation);
        return new(status.ToString(), next is { } waiting ? (await runs.FindAsync(waiting, cancellation))?.Sleeper ?? waiting.Value : null)
        {
            IsForSlack = slack is not null && await slack.WantsAsync(run, status, cancellation),
        };
    }

    private async Task<(RunStatus Status, string? Reason)> HowAsync(RunState run, RunEnding ending, bool hasParts, CancellationToken cancellation)
    {
        var turn = run.Turn is { } id ? await turns.FindAsync(id, cancellation) : null;
        var status = (ending.Outcome, turn?.Status) switch
        {
            (TurnOutcome.Refused, _) or (null, TurnStatus.Refused) => RunStatus.Refused,
            (TurnOutcome.Stopped, _) or (null, TurnStatus.Stopped) => RunStatus.Stopped,
            // A stop that arrives with the end of a turn cancels what the turn left to do.
            (null, TurnStatus.Completed) when !ending.MayRest && (hasParts || run.GoesOnAt is not null || run.RestsUntil is not null) => RunStatus.Stopped,
            (null, TurnStatus.Completed) => RunStatus.Completed,
            _ => RunStatus.Failed,
        };
        return (status, ending.Reason ?? turn?.RefusalCode);
    }

    /// <summary>Returns the parts that the last turn requested and that have not ended. Most have not started.</summary>
    private async Task<List<RunState>> LivePartsAsync(RunState run, CancellationToken cancellation)
    {
        var parts = new List<RunState>();
        foreach (var id in run.Parts)
        {
            if (await runs.FindAsync(id, cancellation) is { IsLive: true } part)
                parts.Add(part);
        }

        return parts;
    }
}
