using Microsoft.DurableTask;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations;

/// <summary>The side effects of a turn. Each asks its person for a confirmation, waits for the decision, and runs as a separate activity.</summary>
internal sealed class SideEffects(TaskOrchestrationContext context, string turnId, Task stop)
{
    private const int MaxAsks = 3;

    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(
        new RetryPolicy(5, TimeSpan.FromMilliseconds(250), 2, TimeSpan.FromSeconds(10)));

    private readonly List<Task> _acting = [];

    public Task UnderWayAsync() => Task.WhenAll(_acting);

    public async Task RunAsync(string callId, RunWakes? wakes)
    {
        var progress = CallProgress.AskAgain;
        for (var ask = 0; ask < MaxAsks && progress is CallProgress.AskAgain && !stop.IsCompleted; ask++)
            progress = await AskAndRunAsync(new ToolCallInput(turnId, callId, ask, Confirmed: true, LastAsk: ask == MaxAsks - 1, MayQueue: true), wakes);
    }

    public async Task PauseAsync(TimeSpan pause)
    {
        using var awake = new CancellationTokenSource();
        await Task.WhenAny(context.CreateTimer(context.CurrentUtcDateTime + pause, awake.Token), stop);
        CancelHere(awake);
    }

    private async Task<CallProgress> AskAndRunAsync(ToolCallInput input, RunWakes? wakes)
    {
        var asked = new AskedConfirmation(false, default);
        var progress = await UnlessHeldAsync(wakes, async () =>
        {
            asked = await context.CallActivityAsync<AskedConfirmation>(nameof(AskConfirmation), input, Persistent);
            if (asked.Next is { } next)
                context.SendEvent(next, RunWakes.WakeEvent, "place");
            return asked.Held ? CallProgress.Held : asked.Waiting ? CallProgress.StillWaiting : CallProgress.Done;
        });
        var queued = 0;
        for (var isAgreed = asked.Agreed; progress is CallProgress.StillWaiting or CallProgress.Queued && !stop.IsCompleted; isAgreed = false)
        {
            if (progress is CallProgress.Queued)
                await PauseAsync(QueuePauses.Before(queued++));
            else if (!isAgreed)
                await WakeOrExpireAsync(input.CallId, asked.Expires);
            if (!stop.IsCompleted)
                progress = await UnlessHeldAsync(wakes, () => ActAsync(input));
        }

        return progress;
    }

    private async Task<CallProgress> ActAsync(ToolCallInput input)
    {
        var running = context.CallActivityAsync<ToolCallResult>(nameof(RunTool), input, Persistent);
        _acting.Add(running);
        return (await running).Progress;
    }

    /// <summary>
    /// Retries a held step once the run may continue. If it never may, the step counts as done, and the next round reports the reason.
    /// </summary>
    private async Task<CallProgress> UnlessHeldAsync(RunWakes? wakes, Func<Task<CallProgress>> step)
    {
        while (!stop.IsCompleted)
        {
            var progress = await step();
            if (progress is not CallProgress.Held)
                return progress;
            if (wakes is null || stop.IsCompleted || (await wakes.UntilItMayGoOnAsync()).State is not WokenState.Goes)
                return CallProgress.Done;
        }

        return CallProgress.Done;
    }

    /// <summary>
    /// Waits for a decision, the expiry or a stop. A pending timer would keep the instance from completing, so a stop also cancels it.
    /// </summary>
    private async Task WakeOrExpireAsync(string callId, DateTime expires)
    {
        using var awake = new CancellationTokenSource();
        var decided = context.WaitForExternalEvent<string>(RunTurn.ConfirmationEvent(callId), awake.Token);
        var expired = context.CreateTimer(expires, awake.Token);
        await Task.WhenAny(decided, expired, stop);
        CancelHere(awake);
    }

    /// <summary>Cancels synchronously. CancelAsync would leave the orchestrator's thread, and a replay would not return to it.</summary>
    internal static void CancelHere(CancellationTokenSource source) => source.Cancel();
}
