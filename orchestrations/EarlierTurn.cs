using Microsoft.DurableTask;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Turns;

namespace Onbehalf.Orchestrations;

/// <summary>
/// The turn as versions 1.0 and 1.1 executed it, with one activity per model call and per tool call. Turns and runs of those versions still need
/// it to complete. Remove after 2027, with <see cref="EarlierRun"/>, <see cref="BeginTurn"/>, <see cref="CallModel"/> and <see cref="RestRun"/>:
/// a parked run may sleep for months. A task hub without versions has no such turns.
/// </summary>
internal static class EarlierTurn
{
    private const int MaxAsks = 3;

    private static readonly TaskOptions Persistent = TaskOptions.FromRetryPolicy(
        new RetryPolicy(5, TimeSpan.FromMilliseconds(250), 2, TimeSpan.FromSeconds(10)));

    /// <summary>Back-off of a run before each retry of an unreachable model.</summary>
    private static readonly TimeSpan[] ModelPauses = [TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(10)];

    public static bool Is(TaskOrchestrationContext context) => context.Version is "1.0" or "1.1";

    public static async Task<TurnOutcome> AnswerAsync(TaskOrchestrationContext context, RunTurnInput input, Task stop)
    {
        TurnEnding ending;
        try
        {
            ending = await AnswerOrStopAsync(context, input, stop);
        }
        catch (TaskFailedException)
        {
            ending = new(context.InstanceId, TurnOutcome.Failed, "internal");
        }

        await context.CallActivityAsync(nameof(PostReply), ending, Persistent);
        return ending.Outcome;
    }

    private static async Task<TurnEnding> AnswerOrStopAsync(TaskOrchestrationContext context, RunTurnInput input, Task stop)
    {
        var acting = new List<Task>();
        var answer = TakeStepsAsync(context, input, stop, acting);
        if (await Task.WhenAny(answer, stop) == answer)
            return await answer;

        // A confirmed change that has started cannot be cancelled. The reply waits for its result.
        await Task.WhenAll(acting);
        return new(context.InstanceId, TurnOutcome.Stopped);
    }

    private static async Task<TurnEnding> TakeStepsAsync(TaskOrchestrationContext context, RunTurnInput input, Task stop, List<Task> acting)
    {
        var begun = await context.CallActivityAsync<BegunTurn>(nameof(BeginTurn), input, Persistent);
        if (!begun.Allowed)
            return new(context.InstanceId, TurnOutcome.Refused);

        var wakes = begun.RunId is { } run ? new RunWakes(context, run, stop) : null;
        var toolCalls = 0;
        for (var modelCall = 0; modelCall < begun.MaxModelCalls; modelCall++)
        {
            var answer = await AskModelAsync(context, new ModelCallInput(context.InstanceId, modelCall), modelCall == 0 ? begun.Answer : null, wakes, stop);
            if (answer.Failure is { } failure)
                return new(context.InstanceId, answer.IsRefusal ? TurnOutcome.Refused : TurnOutcome.Failed, failure);
            if (answer.Calls.Count == 0)
                return new(context.InstanceId, TurnOutcome.Completed, FinalModelCall: modelCall);
            // Activities that started before the stop can still complete. No new one starts.
            if (stop.IsCompleted)
                return new(context.InstanceId, TurnOutcome.Stopped);
            toolCalls += answer.Calls.Count;
            if (toolCalls > begun.MaxToolCalls)
                return new(context.InstanceId, TurnOutcome.Failed, "too-many-tool-calls");
            await Task.WhenAll(answer.Calls.Select(call => RunCallAsync(context, call, wakes, stop, acting)));
            if (stop.IsCompleted)
                return new(context.InstanceId, TurnOutcome.Stopped);
        }

        return new(context.InstanceId, TurnOutcome.Failed, "too-many-model-calls");
    }

    /// <summary>Reports a model failure to an attended turn at once. A run retries with back-off, and sleeps while it may not continue.</summary>
    private static async Task<ModelCallResult> AskModelAsync(
        TaskOrchestrationContext context, ModelCallInput input, ModelCallResult? first, RunWakes? wakes, Task stop)
    {
        var passing = 0;
        while (true)
        {
            var answer = first ?? await context.CallActivityAsync<ModelCallResult>(nameof(CallModel), input, Persistent);
            first = null;
            if (wakes is null || answer.Failure is null || (!answer.IsRefusal && !(answer.IsPassing && passing < ModelPauses.Length)))
                return answer;
            if (answer.IsPassing)
                await wakes.PauseAsync(context.CurrentUtcDateTime + ModelPauses[passing++]);
            if (stop.IsCompleted)
                return new([], "stopped", IsRefusal: true);
            var woken = await wakes.UntilItMayGoOnAsync();
            if (woken.State is not WokenState.Goes)
                return new([], woken.Reason ?? "stopped", IsRefusal: true);
        }
    }

    private static async Task RunCallAsync(TaskOrchestrationContext context, PendingCall call, RunWakes? wakes, Task stop, List<Task> acting)
    {
        var input = new ToolCallInput(context.InstanceId, call.CallId);
        if (!call.NeedsConfirmation)
        {
            await UnlessHeldAsync(wakes, () => RunToolAsync(context, input));
            return;
        }

        var progress = CallProgress.AskAgain;
        for (var ask = 0; ask < MaxAsks && progress is CallProgress.AskAgain && !stop.IsCompleted; ask++)
            progress = await AskAndRunAsync(context, input with { Ask = ask, Confirmed = true, LastAsk = ask == MaxAsks - 1 }, wakes, stop, acting);
    }

    private static async Task<CallProgress> AskAndRunAsync(TaskOrchestrationContext context, ToolCallInput input, RunWakes? wakes, Task stop, List<Task> acting)
    {
        var asked = new AskedConfirmation(false, default);
        var progress = await UnlessHeldAsync(wakes, async () =>
        {
            asked = await context.CallActivityAsync<AskedConfirmation>(nameof(AskConfirmation), input, Persistent);
            return asked.Held ? CallProgress.Held : asked.Waiting ? CallProgress.StillWaiting : CallProgress.Done;
        });
        for (var isAgreed = asked.Agreed; progress is CallProgress.StillWaiting; isAgreed = false)
        {
            if (!isAgreed)
                await WakeOrExpireAsync(context, input.CallId, asked.Expires, stop);
            if (stop.IsCompleted)
                return CallProgress.Done;
            progress = await UnlessHeldAsync(wakes, async () =>
            {
                if (stop.IsCompleted)
                    return CallProgress.Done;
                var running = RunToolAsync(context, input);
                acting.Add(running);
                return await running;
            });
        }

        return progress;
    }

    private static async Task<CallProgress> RunToolAsync(TaskOrchestrationContext context, ToolCallInput input) =>
        (await context.CallActivityAsync<ToolCallResult>(nameof(RunTool), input, Persistent)).Progress;

    /// <summary>
    /// Retries a held step once the run may continue. If it never may, the step counts as done, and the next model call reports the reason.
    /// </summary>
    private static async Task<CallProgress> UnlessHeldAsync(RunWakes? wakes, Func<Task<CallProgress>> step)
    {
        while (true)
        {
            var progress = await step();
            if (progress is not CallProgress.Held)
                return progress;
            if (wakes is null || (await wakes.UntilItMayGoOnAsync()).State is not WokenState.Goes)
                return CallProgress.Done;
        }
    }

    private static async Task WakeOrExpireAsync(TaskOrchestrationContext context, string callId, DateTime expires, Task stop)
    {
        using var awake = new CancellationTokenSource();
        var decided = context.WaitForExternalEvent<string>(RunTurn.ConfirmationEvent(callId), awake.Token);
        var expired = context.CreateTimer(expires, awake.Token);
        await Task.WhenAny(decided, expired, stop);
        CancelHere(awake);
    }

    /// <summary>Cancels synchronously. CancelAsync would leave the orchestrator's thread, and a replay would not return to it.</summary>
    private static void CancelHere(CancellationTokenSource source) => source.Cancel();
}
