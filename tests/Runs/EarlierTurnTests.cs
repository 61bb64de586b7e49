using System.Text.Json;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Onbehalf.Ids;
using Onbehalf.Orchestrations;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Tests.Durable;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Turns;

namespace Onbehalf.Tests.Runs;

/// <summary>Turns and runs that began under the versions before still come to their end.</summary>
public sealed class EarlierTurnTests
{
    private const string Thread = "tabcdefghijklmnopqrst";

    [Fact]
    public async Task A_turn_that_began_before_its_first_model_call_was_part_of_beginning_asks_for_it_in_a_step()
    {
        var functions = Earlier("""{"Allowed":true,"MaxModelCalls":8,"MaxToolCalls":16,"Version":1}""");
        await using var hub = await ScriptedHub.OpenAsync(functions);

        await StartAsync(hub);
        var ended = await hub.EndOfAsync("turn");

        Assert.Equal("Completed", ended.ReadOutputAs<string>());
        Assert.Equal([nameof(BeginTurn), nameof(CallModel), nameof(PostReply)], Names(functions));
    }

    [Fact]
    public async Task A_turn_of_the_version_before_runs_its_reads_asks_for_its_yes_and_ends()
    {
        var functions = Earlier("""{"Allowed":true,"MaxModelCalls":8,"MaxToolCalls":16,"Answer":{"Calls":[{"CallId":"r","NeedsConfirmation":false},{"CallId":"w","NeedsConfirmation":true}]},"Version":2}""");
        await using var hub = await ScriptedHub.OpenAsync(functions);
        await StartAsync(hub);
        await Waiting.UntilAsync(() => Names(functions).Contains(nameof(AskConfirmation)) && Names(functions).Contains(nameof(RunTool)));

        await hub.Client.RaiseEventAsync("turn", RunTurn.ConfirmationEvent("w"), "approved");
        var ended = await hub.EndOfAsync("turn");

        Assert.Equal("Completed", ended.ReadOutputAs<string>());
        Assert.Equal(2, Names(functions).Count(static name => name == nameof(RunTool)));
        Assert.Equal([nameof(CallModel), nameof(PostReply)], Names(functions)[^2..]);
    }

    [Fact]
    public async Task A_turn_of_the_version_before_that_is_stopped_while_it_waits_asks_no_model_again()
    {
        var functions = Earlier("""{"Allowed":true,"MaxModelCalls":8,"MaxToolCalls":16,"Answer":{"Calls":[{"CallId":"w","NeedsConfirmation":true}]},"Version":2}""");
        await using var hub = await ScriptedHub.OpenAsync(functions);
        await StartAsync(hub);
        await Waiting.UntilAsync(() => Names(functions).Contains(nameof(AskConfirmation)));

        await hub.Client.RaiseEventAsync("turn", RunTurn.StopEvent, "stop");
        var ended = await hub.EndOfAsync("turn");

        Assert.Equal("Stopped", ended.ReadOutputAs<string>());
        Assert.Equal([nameof(BeginTurn), nameof(AskConfirmation), nameof(PostReply)], Names(functions));
    }

    [Fact]
    public async Task A_run_of_the_version_before_waits_for_its_yes_and_ends()
    {
        var functions = Earlier("""{"Allowed":true,"MaxModelCalls":8,"MaxToolCalls":16,"RunId":"r","Answer":{"Calls":[{"CallId":"w","NeedsConfirmation":true}]},"Version":2}""")
            .Orchestrator<RunInput>(nameof(RunAutonomously), static async context => await RunAutonomously.Run(new OfVersion(context, "1.1")))
            .Activity<RunWake, WokenRun>(nameof(WakeRun), static _ => Task.FromResult(new WokenRun(WokenState.Goes, Thread, $"{Thread}-m1")))
            .Activity<RunInput, RestedRun>(nameof(RestRun), static _ => Task.FromResult(new RestedRun(false, [])))
            .Activity<RunEnding, EndedRun>(nameof(EndRun), static _ => Task.FromResult(new EndedRun("Completed")));
        await using var hub = await ScriptedHub.OpenAsync(functions);
        await hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(RunAutonomously), new RunInput("r"), new StartOrchestrationOptions("r"));
        await Waiting.UntilAsync(() => Names(functions).Contains(nameof(AskConfirmation)));

        await hub.Client.RaiseEventAsync(new TurnId(MessageId.Parse($"{Thread}-m1"), nonce: null).Value, RunTurn.ConfirmationEvent("w"), "approved");
        var ended = await hub.EndOfAsync("r");

        Assert.Equal("Completed", ended.ReadOutputAs<string>());
        Assert.Equal([nameof(WakeRun), nameof(BeginTurn), nameof(AskConfirmation), nameof(RunTool), nameof(CallModel), nameof(PostReply), nameof(RestRun), nameof(EndRun)], Names(functions));
    }

    private static string[] Names(ScriptedFunctions functions) => [.. functions.Ran.Select(static ran => ran.Split(' ')[0])];

    private static Task<string> StartAsync(ScriptedHub hub) =>
        hub.Client.ScheduleNewOrchestrationInstanceAsync(nameof(RunTurn), new RunTurnInput(Thread, $"{Thread}-m1"), new StartOrchestrationOptions("turn"));

    private static ScriptedFunctions Earlier(string begun) => new ScriptedFunctions()
        .Activity<RunTurnInput, BegunTurn>(nameof(BeginTurn), _ => Task.FromResult(JsonSerializer.Deserialize<BegunTurn>(begun)!))
        .Activity<ModelCallInput, ModelCallResult>(nameof(CallModel), static _ => Task.FromResult(new ModelCallResult([])))
        .Activity<ToolCallInput, AskedConfirmation>(nameof(AskConfirmation), static _ => Task.FromResult(new AskedConfirmation(true, DateTime.UtcNow.AddMinutes(10))))
        .Activity<ToolCallInput, ToolCallResult>(nameof(RunTool), static _ => Task.FromResult(new ToolCallResult(CallProgress.Done)))
        .Activity<TurnEnding, object?>(nameof(PostReply), static _ => Task.FromResult<object?>(null))
        .Orchestrator<RunTurnInput>(nameof(RunTurn), static async context => await RunTurn.Run(new OfVersion(context, "1.1")));
}
