using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Onbehalf.Audit;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Tests.Automations;
using Onbehalf.Tests.Threads;
using Onbehalf.Threads;
using Onbehalf.Turns;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Runs;

/// <summary>A run that something else ends while a step of it is under way stays as that ended it.</summary>
public sealed class LostRaceTests
{
    [Fact]
    public async Task A_run_that_ends_while_it_is_put_to_rest_does_not_go_on()
    {
        await using var stage = await StageAsync();
        var (runs, automations, run) = await RunAsync(stage);
        var (rest, end) = Steps(stage, runs, automations, new Interruption(() => runs.ChangeAsync(run.Id, static now => now with { Status = RunStatus.Stopped }, default)));

        var rested = await rest.TakeAsync(run.Id.Value, default);
        await end.TakeAsync(new RunEnding(run.Id.Value, MayRest: true), default);
        var ended = (await runs.FindAsync(run.Id, default))!;

        Assert.Equal((false, 0), (rested.GoesOn, rested.Parts.Count));
        Assert.Equal((RunStatus.Stopped, null), (ended.Status, ended.RestsUntil));
        Assert.Equal("stopped", (await automations.FindAsync(run.Id.Automation, default))!.LastRun!.Status);
    }

    [Fact]
    public async Task A_run_that_has_ended_since_it_was_read_is_shown_as_it_ended()
    {
        await using var stage = await StageAsync();
        var (runs, automations, run) = await RunAsync(stage);
        await runs.ChangeAsync(run.Id, static now => now with { Status = RunStatus.Stopped }, default);

        await Endings(stage, runs, automations).EndAsync(run, RunStatus.Completed, null, default);

        Assert.Equal("stopped", (await automations.FindAsync(run.Id.Automation, default))!.LastRun!.Status);
    }

    private static async Task<Stage> StageAsync()
    {
        var stage = await Stage.OpenAsync();
        var tables = stage.Get<Storage.Tables>();
        foreach (var table in new[] { tables.Runs, tables.Turns, tables.Automations, tables.Audit })
            await table.CreateIfNotExistsAsync();
        return stage;
    }

    /// <summary>A run whose turn has ended and began a part.</summary>
    private static async Task<(RunStore Runs, AutomationStore Automations, RunState Run)> RunAsync(Stage stage)
    {
        var (tables, seal, alice) = (stage.Get<Storage.Tables>(), stage.Get<PersonSeal>(), stage.People.Person("Alice"));
        var (runs, automations, now) = (new RunStore(tables, seal), new AutomationStore(tables, seal, TimeProvider.System), DateTimeOffset.UtcNow);
        var automation = new Automation(AutomationId.New(), alice, AutomationState.Active, AutomationStage.Content(), null, ThreadId.New(), null, now, now, null, null, default);
        await automations.AddAsync(automation, default);
        var turn = new TurnId(new MessageId(automation.Home, 1), TurnId.NewNonce());
        await Turns(stage).BeginAsync(new(turn, automation.Home, turn.Asking, alice, TurnStatus.Completed, now), now, default);
        var part = new RunState(RunId.Of(automation.Id, "part"), alice, "Overdue", "hash", automation.Home, OccasionKind.Part, now, now, RunStatus.Running);
        await runs.AddAsync(part, default);
        var run = new RunState(RunId.Of(automation.Id, "monday"), alice, "Overdue", "hash", automation.Home, OccasionKind.Schedule, now, now, RunStatus.Running) { Turn = turn, Parts = [part.Id] };
        await runs.AddAsync(run, default);
        return (runs, automations, (await runs.FindAsync(run.Id, default))!);
    }

    private static (RestStep Resting, EndStep Ending) Steps(Stage stage, RunStore runs, AutomationStore automations, TimeProvider time)
    {
        var rest = new RestStep(runs, Turns(stage), Places(stage), Records(stage), new(stage.Get<EventLog>(), stage.Get<InboxItems>(), time), time);
        return (rest, new(runs, Turns(stage), Endings(stage, runs, automations), rest));
    }

    private static RunEndings Endings(Stage stage, RunStore runs, AutomationStore automations) =>
        new(runs, automations, Places(stage), Records(stage), new(stage.Get<EventLog>(), stage.Get<InboxItems>(), TimeProvider.System), TimeProvider.System);

    private static TurnStore Turns(Stage stage) => new(stage.Get<Storage.Tables>(), stage.Get<PersonSeal>(), new());

    private static RunPlaces Places(Stage stage) => new(stage.Get<Storage.Tables>(), RunLimits.From(new ConfigurationBuilder().Build()), TimeProvider.System);

    private static RunRecords Records(Stage stage) => new(stage.Get<AuditTrail>(), NullLogger<RunRecords>.Instance);

    /// <summary>Something that happens between the reading of a run and its change.</summary>
    private sealed class Interruption(Func<Task> act) : TimeProvider
    {
        private int _times;

        public override DateTimeOffset GetUtcNow()
        {
            if (_times++ == 0)
                act().GetAwaiter().GetResult();
            return base.GetUtcNow();
        }
    }
}
