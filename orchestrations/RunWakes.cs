using Microsoft.DurableTask;
using Onbehalf.Orchestrations.Activities;

namespace Onbehalf.Orchestrations;

/// <summary>
/// Checks whether a run may continue, and sleeps until it may. It waits for an event, possibly for days, without polling. Steps that are held at
/// the same time share one wait.
/// </summary>
public sealed class RunWakes(TaskOrchestrationContext context, string runId, Task stop)
{
    /// <summary>Carries no decision: after the event, the directory and the stores are queried.</summary>
    public const string WakeEvent = "wake";

    private const int MaxWakes = 200;

    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(
        new RetryPolicy(5, TimeSpan.FromMilliseconds(250), 2, TimeSpan.FromSeconds(10)));

    private Task<WokenRun>? _asking;
    private int _wakes;

    /// <summary>
    /// Returns any state except <see cref="WokenState.Retries"/>, <see cref="WokenState.Sleeps"/> and <see cref="WokenState.Rests"/>.
    /// </summary>
    public async Task<WokenRun> UntilItMayGoOnAsync()
    {
        var asking = _asking ??= AskAsync();
        var woken = await asking;
        if (ReferenceEquals(_asking, asking))
            _asking = null;
        return woken;
    }

    public async Task PauseAsync(DateTime until) => await SleepAsync(awake => context.CreateTimer(until, awake));

    private async Task<WokenRun> AskAsync()
    {
        var attempt = 0;
        while (++_wakes <= MaxWakes)
        {
            var woken = await context.CallActivityAsync<WokenRun>(nameof(WakeRun), new RunWake(runId, context.InstanceId, attempt), Persistent);
            if (woken.State is not (WokenState.Retries or WokenState.Sleeps or WokenState.Rests))
                return woken;
            if (stop.IsCompleted)
                return new(WokenState.Stopped);
            attempt = woken.State is WokenState.Retries ? attempt + 1 : 0;
            await SleepAsync(awake => woken.State switch
            {
                WokenState.Retries => context.CreateTimer(woken.RetryAt, awake),
                WokenState.Rests => Task.WhenAny(context.CreateTimer(woken.RetryAt, awake), context.WaitForExternalEvent<string>(WakeEvent, awake)),
                _ => context.WaitForExternalEvent<string>(WakeEvent, awake),
            });
            if (stop.IsCompleted)
                return new(WokenState.Stopped);
        }

        return new(WokenState.Over, Reason: "too-many-wakes");
    }

    private async Task SleepAsync(Func<CancellationToken, Task> until)
    {
        using var awake = new CancellationTokenSource();
        await Task.WhenAny(until(awake.Token), stop);
        CancelHere(awake);
    }

    /// <summary>Cancels synchronously. CancelAsync would leave the orchestrator's thread, and a replay would not return to it.</summary>
    private static void CancelHere(CancellationTokenSource source) => source.Cancel();
}
