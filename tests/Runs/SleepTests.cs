using System.Collections.Concurrent;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Onbehalf.Orchestrations;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Tests.Durable;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Turns;

namespace Onbehalf.Tests.Runs;

/// <summary>The orchestration of a run, step by step. The test answers its calls.</summary>
public sealed class SleepTests
{
    private const string Thread = "tabcdefghijklmnopqrst";

    [Fact]
    public async Task While_nobody_can_be_asked_a_run_asks_again_at_the_given_times_and_then_sleeps()
    {
        var attempts = new ConcurrentQueue<int>();
        var functions = Answering(wake =>
        {
            attempts.Enqueue(wake.Attempt);
            return attempts.Count switch
            {
                <= 2 => new(WokenState.Retries, RetryAt: DateTime.UtcNow.AddMilliseconds(50)),
                3 => new(WokenState.Sleeps),
                _ => new(WokenState.Over, Reason: "test"),
            };
        });
        await using var hub = await ScriptedHub.OpenAsync(functions);
        await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(RunAutonomously), new RunInput("r"), new StartOrchestrationOptions("r"));
        await Waiting.UntilAsync(() => attempts.Count == 3);

        await hub.Client.RaiseEventAsync("r", RunWakes.WakeEvent, "back");
        await hub.EndOfAsync("r");

        Assert.Equal([0, 1, 2, 0], attempts);
    }

    [Fact]
    public async Task A_sleeping_run_is_stopped_without_being_asked_about_again()
    {
        var functions = Answering(static _ => new(WokenState.Sleeps));
        await using var hub = await ScriptedHub.OpenAsync(functions);
        await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(RunAutonomously), new RunInput("r"), new StartOrchestrationOptions("r"));
        await Waiting.UntilAsync(() => functions.Ran.Count == 1);

        await hub.Client.RaiseEventAsync("r", RunTurn.StopEvent, "stop");

        Assert.Equal("Stopped", (await hub.EndOfAsync("r")).ReadOutputAs<string>());
        Assert.Equal([nameof(WakeRun), nameof(EndRun)], functions.Ran.Select(static ran => ran.Split(' ')[0]));
    }

    [Fact]
    public async Task A_resting_run_is_asked_about_again_at_its_time_and_in_a_history_of_its_own()
    {
        var asked = new ConcurrentQueue<DateTime>();
        var until = DateTime.MaxValue;
        var functions = Answering(_ =>
        {
            asked.Enqueue(DateTime.UtcNow);
            return asked.Count == 1 ? new(WokenState.Goes, Thread, $"{Thread}-m1") : DateTime.UtcNow < until ? new(WokenState.Rests, RetryAt: until) : new(WokenState.Over, Reason: "test");
        })
            .Activity<RoundsInput, RoundsTaken>(nameof(RunRounds), static _ => Task.FromResult(new RoundsTaken(RoundsState.Ended, 0, 0, [], TurnOutcome.Completed)))
            .Activity<RunEnding, EndedRun>(nameof(EndRun), ending =>
            {
                if (!ending!.MayRest)
                    return Task.FromResult(new EndedRun(ending.Outcome.ToString()!));
                until = DateTime.UtcNow.AddSeconds(2);
                return Task.FromResult(new EndedRun("Rests", Rested: new(true, [])));
            });
        await using var hub = await ScriptedHub.OpenAsync(functions);

        await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(RunAutonomously), new RunInput("r"), new StartOrchestrationOptions("r"));
        var ended = await hub.EndOfAsync("r");

        Assert.Equal("Refused", ended.ReadOutputAs<string>());
        Assert.True(asked.Last() >= until);
        Assert.Single(functions.Ran, static ran => ran.StartsWith(nameof(EndRun), StringComparison.Ordinal) && ran.Contains("\"MayRest\":true", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Steps_that_are_held_at_the_same_time_share_one_sleep_and_all_of_them_go_on()
    {
        var isBack = false;
        var tries = new ConcurrentDictionary<string, int>();
        var functions = Answering(_ => isBack ? new(WokenState.Goes, Thread, $"{Thread}-m1") : new(WokenState.Sleeps))
            .Activity<RoundsInput, RoundsTaken>(nameof(RunRounds), static round => Task.FromResult(round!.ModelCall == 0 ? new(RoundsState.GoesOn, 1, 3, ["a", "b", "c"], RunId: "r") : new RoundsTaken(RoundsState.Ended, 1, 3, [], TurnOutcome.Completed)))
            .Activity<ToolCallInput, AskedConfirmation>(nameof(AskConfirmation), call => Task.FromResult(new AskedConfirmation(true, DateTime.UtcNow.AddMinutes(1), Agreed: true)))
            .Activity<ToolCallInput, ToolCallResult>(nameof(RunTool), call => Task.FromResult(new ToolCallResult(tries.AddOrUpdate(call!.CallId, 1, static (_, n) => n + 1) == 1 ? CallProgress.Held : CallProgress.Done)))
            .Activity<TurnEnding, object?>(nameof(PostReply), static _ => Task.FromResult<object?>(null))
            .Orchestrator<RunTurnInput>(nameof(RunTurn), static async context => await RunTurn.Run(context));
        await using var hub = await ScriptedHub.OpenAsync(functions);
        await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(RunTurn), new RunTurnInput(Thread, $"{Thread}-m1"), new StartOrchestrationOptions("turn"));
        await Waiting.UntilAsync(() => tries.Count == 3 && functions.Ran.Any(static ran => ran.StartsWith(nameof(WakeRun), StringComparison.Ordinal)));
        // The orchestrator must have all three results before the wake event: a later result would start a second sleep.
        await Task.Delay(TimeSpan.FromSeconds(1));

        isBack = true;
        await hub.Client.RaiseEventAsync("turn", RunWakes.WakeEvent, "back");
        var ended = await hub.EndOfAsync("turn");

        Assert.Equal("Completed", ended.ReadOutputAs<string>());
        Assert.All(tries.Values, static count => Assert.Equal(2, count));
        Assert.Equal(2, functions.Ran.Count(static ran => ran.StartsWith(nameof(WakeRun), StringComparison.Ordinal)));
    }

    private static ScriptedFunctions Answering(Func<RunWake, WokenRun> wake) => new ScriptedFunctions()
        .Orchestrator<RunInput>(nameof(RunAutonomously), static async context => await RunAutonomously.Run(context))
        .Activity<RunWake, WokenRun>(nameof(WakeRun), input => Task.FromResult(wake(input!)))
        .Activity<RunEnding, EndedRun>(nameof(EndRun), static input => Task.FromResult(new EndedRun(input!.Outcome.ToString()!)));
}
