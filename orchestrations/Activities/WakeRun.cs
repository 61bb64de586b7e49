using Microsoft.Azure.Functions.Worker;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>
/// Decides whether a run may continue now. The directory confirms its author; <see cref="RunGate"/> checks everything else. If the authority is
/// lost, the run and its automation are parked with that reason. No other identity is tried.
/// </summary>
public sealed class WakeRun(
    RunStore runs,
    AutomationStore automations,
    RunGate gate,
    Authorities authorities,
    MessageStore messages,
    RunPlaces places,
    RunRecords records,
    RunEvents events,
    RunLimits limits,
    TimeProvider time)
{
    [Function(nameof(WakeRun))]
    public async Task<WokenRun> Run([ActivityTrigger] RunWake input, FunctionContext context)
    {
        var cancellation = context.CancellationToken;
        if (await runs.FindAsync(RunId.Parse(input.RunId), cancellation) is not { IsLive: true } run)
            return Over("unknown-run");
        var confirmed = await authorities.ConfirmAsync(run.Author, Freshness.Now, cancellation);
        if (confirmed is AuthorityResult.Refused refused)
            return AccountCodes.IsForNow(refused.Code) && limits.PauseBefore(input.Attempt) is { } pause
                ? new(WokenState.Retries, RetryAt: (time.GetUtcNow() + pause).UtcDateTime)
                : await ParkAsync(run, input.Sleeper, refused.Code, cancellation);
        var authority = ((AuthorityResult.Confirmed)confirmed).Authority;
        return await gate.JudgeAsync(authority, run.Id, cancellation) switch
        {
            RunVerdict.Lost lost => await ParkAsync(run, input.Sleeper, lost.Code, cancellation),
            RunVerdict.Over over => Over(over.Code),
            RunVerdict.Good { StillParked: { } code } => await ParkAsync(run, input.Sleeper, code, cancellation),
            RunVerdict.Good good => await GoAsync(authority, good, cancellation),
            _ => throw new InvalidOperationException("A verdict is Good, Lost or Over."),
        };
    }

    private static WokenRun Over(string code) => new(WokenState.Over, Reason: code);

    private async Task<WokenRun> GoAsync(Authority authority, RunVerdict.Good verdict, CancellationToken cancellation)
    {
        var run = verdict.Run;
        if (run.RestsUntil is { } until && until > time.GetUtcNow())
            return await RestAsync(run, verdict.Automation, until, cancellation);
        if (!await places.EnterAsync(run, cancellation))
            return new(WokenState.Sleeps);
        if (verdict.Automation.State is AutomationState.Parked)
            await automations.UnparkAsync(run.Id.Automation, cancellation);
        if (run.Status is RunStatus.Parked)
            run = await ResumeAsync(run, cancellation);
        if (run.Message is null || run.RestsUntil is not null)
        {
            if (!MessageText.TryParse(verdict.Content.PlainPrompt(), out var prompt))
                return Over("prompt-unusable");
            if (await BeginAsync(authority, run, verdict.Automation, prompt, cancellation) is not { } begun)
                return Over("other-identity");
            run = begun;
        }

        return new(WokenState.Goes, run.Home.Value, run.Message!.Value.Value, TurnId: run.Turn!.Value.Value);
    }

    /// <summary>Resumes a parked run and its automation without starting the run before its time.</summary>
    private async Task<WokenRun> RestAsync(RunState run, Automation automation, DateTimeOffset until, CancellationToken cancellation)
    {
        if (automation.State is AutomationState.Parked)
            await automations.UnparkAsync(automation.Id, cancellation);
        if (run.Status is RunStatus.Parked)
            await ResumeAsync(run, cancellation);
        return new(WokenState.Rests, RetryAt: until.UtcDateTime);
    }

    /// <summary>Starts the next turn of a run. Returns null if the stored message under the run's id belongs to another run.</summary>
    private async Task<RunState?> BeginAsync(Authority author, RunState run, Automation automation, MessageText prompt, CancellationToken cancellation)
    {
        await records.WokeAsync(run, cancellation);
        var earlier = run.Turn is { } last ? run.Earlier.Add(last) : run.Earlier;
        var message = await messages.AppendAgreedAsync(author, run.Home, prompt, run.Id, earlier.Length, cancellation) switch
        {
            Appended.Stored stored => stored.Message,
            Appended.Again again => again.Message,
            _ => null,
        };
        if (message?.Run != run.Id)
            return null;
        var begun = await runs.ChangeAsync(
            run,
            now =>
                now with
                {
                    Turn = message.Turn,
                    Earlier = earlier,
                    RestsUntil = null,
                    Rights = earlier.IsEmpty ? RunGate.RightsOf(run.Id, author) : now.Rights,
                },
            cancellation);
        if (run.Chain.IsEmpty)
            await automations.SetLastRunAsync(automation, new(run.Id, "running", run.StartedAt), cancellation);
        await events.ChangedAsync(begun!, cancellation);
        return begun;
    }

    private async Task<RunState> ResumeAsync(RunState run, CancellationToken cancellation)
    {
        await records.ResumedAsync(run, cancellation);
        var resumed = await runs.ChangeAsync(
            run, static now => now with { Status = RunStatus.Running, Reason = null, ParkedAt = null, Sleeper = null }, cancellation);
        await events.ChangedAsync(resumed!, cancellation);
        return resumed!;
    }

    private async Task<WokenRun> ParkAsync(RunState run, string sleeper, string code, CancellationToken cancellation)
    {
        // A lost role does not park the automation: its next run starts with the author's current rights.
        if (code != RunReasons.RightsLost)
            await automations.ParkAsync(run.Id.Automation, code, cancellation);
        if (run.Status is not RunStatus.Parked || run.Reason != code)
        {
            await records.ParkedAsync(run, code, cancellation);
            var parked = await runs.ChangeAsync(
                run,
                now =>
                    now with
                    {
                        Status = RunStatus.Parked,
                        Reason = code,
                        ParkedAt = now.ParkedAt ?? time.GetUtcNow(),
                        Sleeper = sleeper,
                        Parkings = now.Parkings + 1,
                    },
                cancellation);
            if (parked is not null)
                await events.ChangedAsync(parked, cancellation);
        }

        if (await places.LeaveAsync(run, cancellation) is { } next)
            await runs.RouseAsync(next, cancellation);
        return new(WokenState.Sleeps);
    }
}
