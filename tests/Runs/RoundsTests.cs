using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Onbehalf.Orchestrations;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Tests.Durable;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Turns;

namespace Onbehalf.Tests.Runs;

/// <summary>The orchestration of a turn on a real hub; its activities are answered here.</summary>
public sealed class RoundsTests
{
    private const string Thread = "tabcdefghijklmnopqrst";

    [Fact]
    public async Task A_turn_without_side_effects_is_one_activity()
    {
        var functions = Rounds(static _ => new(RoundsState.Ended, 1, 1, [], TurnOutcome.Completed));

        var (ended, _) = await RunAsync(functions);

        Assert.Equal("Completed", ended.ReadOutputAs<string>());
        Assert.Equal([nameof(RunRounds)], Names(functions));
    }

    [Fact]
    public async Task A_turn_whose_activity_grew_old_goes_on_with_the_next_round_and_its_count_of_calls()
    {
        var functions = Rounds(static round => round.ModelCall < 3 ? new(RoundsState.GoesOn, round.ModelCall + 1, round.ToolCalls + 2, []) : new(RoundsState.Ended, 3, round.ToolCalls, [], TurnOutcome.Completed));

        await RunAsync(functions);

        Assert.Equal([0, 2, 4, 6], functions.Ran.Select(static ran => int.Parse(ran.Split("\"ToolCalls\":")[1].Split(',')[0], System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Fact]
    public async Task A_turn_that_is_stopped_while_a_side_effect_waits_ends_at_once_and_asks_no_model_again()
    {
        var functions = Rounds(static _ => new(RoundsState.GoesOn, 1, 1, ["w"]));

        var (ended, timers) = await RunAsync(functions, async client =>
        {
            await Waiting.UntilAsync(() => Names(functions).Contains(nameof(AskConfirmation)));
            await client.RaiseEventAsync("turn", RunTurn.StopEvent, "stop");
        });

        Assert.Equal("Stopped", ended.ReadOutputAs<string>());
        Assert.Equal([nameof(RunRounds), nameof(AskConfirmation), nameof(PostReply)], Names(functions));
        Assert.All(timers, static timer => Assert.True(timer.IsCompleted));
    }

    [Fact]
    public async Task A_run_without_side_effects_is_two_steps_and_wakes_the_next_one()
    {
        var functions = Run(Rounds(static round => new(RoundsState.Ended, 1, 1, [], TurnOutcome.Completed, "r", EndedRun: round.Ends == "r" ? new("Completed", "next") : null)));
        await using var hub = await ScriptedHub.OpenAsync(functions.Orchestrator<string>("Next", static async context => await context.WaitForExternalEvent<string>(RunWakes.WakeEvent)));
        await hub.Client.ScheduleNewOrchestrationInstanceAsync("Next", new StartOrchestrationOptions("next"));

        await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(RunAutonomously), new RunInput("r"), new StartOrchestrationOptions("r"));
        var ended = await hub.EndOfAsync("r");

        Assert.Equal("Completed", ended.ReadOutputAs<string>());
        Assert.Equal([nameof(WakeRun), nameof(RunRounds)], Names(functions));
        Assert.Equal("place", (await hub.EndOfAsync("next")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_run_that_is_stopped_while_its_model_cannot_be_reached_ends_at_once_and_asks_nobody_again()
    {
        var functions = Rounds(static _ => new(RoundsState.Unreachable, 0, 0, [], RunId: "r", Reason: "model-unavailable"))
            .Activity<RunWake, WokenRun>(nameof(WakeRun), static _ => Task.FromResult(new WokenRun(WokenState.Goes, Thread, $"{Thread}-m1")));

        var (ended, timers) = await RunAsync(functions, async client =>
        {
            await Waiting.UntilAsync(() => functions.Ran.Count == 1);
            await client.RaiseEventAsync("turn", RunTurn.StopEvent, "stop");
        });

        Assert.Equal("Stopped", ended.ReadOutputAs<string>());
        Assert.Equal([nameof(RunRounds), nameof(PostReply)], Names(functions));
        Assert.All(timers, static timer => Assert.True(timer.IsCompleted));
    }

    [Fact]
    public async Task A_turn_that_is_stopped_while_its_change_is_under_way_waits_for_it_and_asks_no_model_again()
    {
        var change = new TaskCompletionSource<ToolCallResult>();
        var functions = Rounds(static _ => new(RoundsState.GoesOn, 1, 1, ["w"])).Activity<ToolCallInput, ToolCallResult>(nameof(RunTool), _ => change.Task);

        var (ended, timers) = await RunAsync(functions, async client =>
        {
            await Waiting.UntilAsync(() => Names(functions).Contains(nameof(AskConfirmation)));
            await client.RaiseEventAsync("turn", RunTurn.ConfirmationEvent("w"), "approved");
            await Waiting.UntilAsync(() => Names(functions).Contains(nameof(RunTool)));
            await client.RaiseEventAsync("turn", RunTurn.StopEvent, "stop");
            await Task.Delay(300);
            Assert.DoesNotContain(nameof(PostReply), Names(functions));
            change.SetResult(new(CallProgress.Done));
        });

        Assert.Equal("Stopped", ended.ReadOutputAs<string>());
        Assert.Equal([nameof(RunRounds), nameof(AskConfirmation), nameof(RunTool), nameof(PostReply)], Names(functions));
        Assert.All(timers, static timer => Assert.True(timer.IsCompleted));
    }

    [Fact]
    public async Task A_run_that_may_never_go_on_ends_with_the_reason()
    {
        var functions = Rounds(static _ => new(RoundsState.Held, 0, 0, [], RunId: "r", Reason: "run-held"))
            .Activity<RunWake, WokenRun>(nameof(WakeRun), static _ => Task.FromResult(new WokenRun(WokenState.Over, Reason: "automation-gone")));

        var (ended, _) = await RunAsync(functions);

        Assert.Equal("Refused", ended.ReadOutputAs<string>());
        Assert.Equal([nameof(RunRounds), nameof(WakeRun), nameof(PostReply)], Names(functions));
        Assert.Contains("automation-gone", functions.Ran[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_takes_its_turn_itself_and_the_yes_to_its_side_effect_comes_to_the_run()
    {
        var functions = Run(Rounds(static round => round.ModelCall == 0 ? new(RoundsState.GoesOn, 1, 1, ["w"], RunId: "r") : new(RoundsState.Ended, 1, 1, [], TurnOutcome.Completed, "r")));
        await using var hub = await ScriptedHub.OpenAsync(functions);
        await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(RunAutonomously), new RunInput("r"), new StartOrchestrationOptions("r"));
        await Waiting.UntilAsync(() => Names(functions).Contains(nameof(AskConfirmation)));

        await hub.Client.RaiseEventAsync("r", RunTurn.ConfirmationEvent("w"), "approved");
        var ended = await hub.EndOfAsync("r");

        Assert.Equal("Completed", ended.ReadOutputAs<string>());
        // A step of an earlier version says nothing of the run, which then ends in a step of its own.
        Assert.Equal([nameof(WakeRun), nameof(RunRounds), nameof(AskConfirmation), nameof(RunTool), nameof(RunRounds), nameof(EndRun)], Names(functions));
    }

    [Fact]
    public async Task A_run_that_is_stopped_while_its_side_effect_waits_ends_at_once_and_does_not_rest()
    {
        var functions = Run(Rounds(static _ => new(RoundsState.GoesOn, 1, 1, ["w"], RunId: "r")));
        await using var hub = await ScriptedHub.OpenAsync(functions);
        await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(RunAutonomously), new RunInput("r"), new StartOrchestrationOptions("r"));
        await Waiting.UntilAsync(() => Names(functions).Contains(nameof(AskConfirmation)));

        await hub.Client.RaiseEventAsync("r", RunTurn.StopEvent, "stop");
        await hub.EndOfAsync("r");

        Assert.Equal([nameof(WakeRun), nameof(RunRounds), nameof(AskConfirmation), nameof(PostReply), nameof(EndRun)], Names(functions));
        Assert.Contains("\"MayRest\":false", functions.Ran[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.3", true)]
    [InlineData("1.4", false)]
    public async Task A_run_that_is_stopped_before_its_parts_begin_does_not_begin_them_unless_its_version_did(string version, bool begins)
    {
        ScriptedHub? hub = null;
        var ends = 0;
        var functions = Run(Rounds(static _ => new(RoundsState.Ended, 1, 1, [], TurnOutcome.Completed, "r")), version)
            .Activity<RunEnding, EndedRun>(nameof(EndRun), async ending =>
            {
                if (ending!.RunId == "part" || ends++ > 0)
                    return new("Stopped");
                await hub!.Client.RaiseEventAsync("r", RunTurn.StopEvent, "stop");
                return new("Rests", null, new(true, ["part"]));
            });
        await using var opened = hub = await ScriptedHub.OpenAsync(functions);
        await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(RunAutonomously), new RunInput("r"), new StartOrchestrationOptions("r"));

        var ended = await hub.EndOfAsync("r");

        Assert.Equal("Stopped", ended.ReadOutputAs<string>());
        Assert.Equal(begins, functions.Ran.Any(static ran => ran.Contains("\"RunId\":\"part\"", StringComparison.Ordinal)));
        Assert.Contains("\"RunId\":\"r\",\"Outcome\":", functions.Ran[^1], StringComparison.Ordinal);
    }

    private static async Task<(OrchestrationMetadata Ended, IReadOnlyCollection<Task> Timers)> RunAsync(ScriptedFunctions functions, Func<DurableTaskClient, Task>? meanwhile = null)
    {
        List<Task> timers = [];
        functions.Orchestrator<RunTurnInput>(nameof(RunTurn), async context => await RunTurn.Run(new OfVersion(context, "1.2", timers = [])));
        await using var hub = await ScriptedHub.OpenAsync(functions);
        await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(RunTurn), new RunTurnInput(Thread, $"{Thread}-m1"), new StartOrchestrationOptions("turn"));
        if (meanwhile is not null)
            await meanwhile(hub.Client);
        return (await hub.EndOfAsync("turn"), timers);
    }

    private static string[] Names(ScriptedFunctions functions) => [.. functions.Ran.Select(static ran => ran.Split(' ')[0])];

    private static ScriptedFunctions Run(ScriptedFunctions functions, string version = "1.4") => functions
        .Orchestrator<RunInput>(nameof(RunAutonomously), async context => await RunAutonomously.Run(new OfVersion(context, version)))
        .Activity<RunWake, WokenRun>(nameof(WakeRun), static _ => Task.FromResult(new WokenRun(WokenState.Goes, Thread, $"{Thread}-m1")))
        .Activity<ToolCallInput, ToolCallResult>(nameof(RunTool), static _ => Task.FromResult(new ToolCallResult(CallProgress.Done)))
        .Activity<RunEnding, EndedRun>(nameof(EndRun), static _ => Task.FromResult(new EndedRun("Completed")));

    private static ScriptedFunctions Rounds(Func<RoundsInput, RoundsTaken> take) => new ScriptedFunctions()
        .Activity<RoundsInput, RoundsTaken>(nameof(RunRounds), input => Task.FromResult(take(input!)))
        .Activity<ToolCallInput, AskedConfirmation>(nameof(AskConfirmation), static _ => Task.FromResult(new AskedConfirmation(true, DateTime.UtcNow.AddMinutes(10))))
        .Activity<TurnEnding, object?>(nameof(PostReply), static _ => Task.FromResult<object?>(null));
}
