using Azure.Data.Tables;
using Microsoft.Extensions.Logging.Abstractions;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.People;
using Onbehalf.Tests.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Automations;

public sealed class WakingTests
{
    private static readonly DateTimeOffset Monday = new(2026, 11, 2, 7, 0, 0, TimeSpan.Zero);
    private static readonly Subject Alice = AutomationStage.Person("Alice");
    private static readonly Subject Bob = AutomationStage.Person("Bob");

    [Fact]
    public async Task What_is_due_begins_one_run_and_is_due_next_at_its_next_time()
    {
        var (stage, runs) = await OpenAsync();
        var automation = await stage.ActiveAsync(Alice, due: Monday);

        Assert.Equal(1, await Waking(stage).WakeAsync(runs, default));
        Assert.Equal(0, await Waking(stage).WakeAsync(runs, default));

        Assert.Equal(automation.Id, RunId.Parse(Assert.Single(runs.Started)).Automation);
        Assert.Equal(Monday.AddDays(7), (await stage.Store.FindAsync(automation.Id, default))!.NextDue);
    }

    [Fact]
    public async Task A_crash_after_a_run_has_begun_neither_loses_it_nor_doubles_it()
    {
        var (stage, runs) = await OpenAsync();
        var automation = await stage.ActiveAsync(Alice, due: Monday);
        await Waking(stage).WakeAsync(runs, default);
        await stage.Store.ChangeAsync(automation.Id, static a => a with { NextDue = Monday }, default);

        await Waking(stage).WakeAsync(runs, default);

        Assert.Single(runs.Started);
        Assert.Equal(Monday.AddDays(7), (await stage.Store.FindAsync(automation.Id, default))!.NextDue);
    }

    [Fact]
    public async Task What_was_missed_while_nothing_looked_is_one_run_and_not_many()
    {
        var (stage, runs) = await OpenAsync();
        var automation = await stage.ActiveAsync(Alice, AutomationStage.Content(cron: "*/5 * * * *"), due: Monday.AddDays(-3));

        await Waking(stage).WakeAsync(runs, default);

        var run = await new RunStore(stage.Tables, new PersonSeal(new PersonSecrets(stage.Vault, stage.Tables), stage.Time)).FindAsync(RunId.Parse(Assert.Single(runs.Started)), default);
        Assert.Equal((Monday.AddDays(-3), OccasionKind.Schedule), (run!.WokeAt, run.Woke));
        Assert.Equal(Monday.AddMinutes(5), (await stage.Store.FindAsync(automation.Id, default))!.NextDue);
    }

    [Fact]
    public async Task What_runs_once_begins_one_run_and_is_finished()
    {
        var (stage, runs) = await OpenAsync();
        var automation = await stage.ActiveAsync(Alice, AutomationStage.Content() with { Trigger = new Trigger.Once(Monday, "UTC") }, due: Monday);

        Assert.Equal(1, await Waking(stage).WakeAsync(runs, default));
        Assert.Equal(0, await Waking(stage).WakeAsync(runs, default));

        Assert.Single(runs.Started);
        Assert.Equal((AutomationState.Finished, null), await StateAsync(stage, automation.Id));
        Assert.Empty(await stage.DueAsync(Monday.AddYears(1)));
    }

    [Theory]
    [InlineData(1, AutomationState.Active)]
    [InlineData(3, AutomationState.Finished)]
    public async Task What_was_to_run_once_while_it_was_parked_is_finished_and_before_that_goes_on(int hours, AutomationState expected)
    {
        var (stage, _) = await OpenAsync();
        var at = Monday.AddHours(2);
        var automation = await stage.ActiveAsync(Alice, AutomationStage.Content() with { Trigger = new Trigger.Once(at, "UTC") }, due: at);
        await stage.Store.ParkAsync(automation.Id, "account-disabled", default);
        stage.Time.Advance(TimeSpan.FromHours(hours));

        await stage.Store.UnparkAsync(automation.Id, default);

        Assert.Equal((expected, expected is AutomationState.Active ? at : (DateTimeOffset?)null), await StateAsync(stage, automation.Id));
    }

    [Fact]
    public async Task What_is_paused_or_parked_meanwhile_is_not_woken()
    {
        var (stage, runs) = await OpenAsync();
        var (paused, parked) = (await stage.ActiveAsync(Alice, due: Monday), await stage.ActiveAsync(Alice, due: Monday));
        await stage.Store.ChangeAsync(paused.Id, static a => a with { State = AutomationState.Paused }, default);
        await stage.Store.ParkAsync(parked.Id, "account-disabled", default);

        Assert.Equal(0, await Waking(stage).WakeAsync(runs, default));

        Assert.Empty(runs.Started);
    }

    [Fact]
    public async Task A_pointer_that_a_crash_left_over_is_taken_away_but_not_at_once()
    {
        var (stage, runs) = await OpenAsync();
        await stage.Tables.Automations.AddEntityAsync(new TableEntity(AutomationKeys.Due, AutomationKeys.DueRow(new(Monday, Alice.Id, AutomationId.New()))));

        await Waking(stage).WakeAsync(runs, default);
        var kept = await stage.DueAsync(Monday);
        stage.Time.Advance(TimeSpan.FromHours(2));
        await Waking(stage).WakeAsync(runs, default);

        Assert.Single(kept);
        Assert.Empty(await stage.DueAsync(Monday));
    }

    [Fact]
    public async Task T32_one_person_s_flood_makes_nobody_else_late_and_is_worked_off()
    {
        var (stage, runs) = await OpenAsync();
        for (var i = 0; i < 12; i++)
            await stage.ActiveAsync(Alice, due: Monday.AddMinutes(-i));
        var bobs = await stage.ActiveAsync(Bob, due: Monday);

        var first = await Waking(stage, startsPerMinute: 5).WakeAsync(runs, default);
        var hasBob = runs.Started.Any(run => RunId.Parse(run).Automation == bobs.Id);
        var second = await Waking(stage, startsPerMinute: 5).WakeAsync(runs, default);
        var third = await Waking(stage, startsPerMinute: 5).WakeAsync(runs, default);

        Assert.Equal((6, 5, 2), (first, second, third));
        Assert.True(hasBob);
    }

    /// <summary>As many as ONBEHALF_TEST_DUE says, in one minute, while two instances look at once: every one begins once.</summary>
    [Fact]
    public async Task Many_due_in_one_minute_all_begin_and_none_twice()
    {
        var size = int.TryParse(Environment.GetEnvironmentVariable("ONBEHALF_TEST_DUE"), out var asked) ? asked : 120;
        var (stage, runs) = await OpenAsync();
        var ids = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(Enumerable.Range(0, size), new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (i, _) =>
            ids.Add((await stage.ActiveAsync(AutomationStage.Person($"Person {i / 10}"), due: Monday)).Id.Value));

        await Task.WhenAll(Waking(stage).WakeAsync(runs, default), Waking(stage).WakeAsync(runs, default));

        Assert.Equal(ids.Order(), runs.Started.Select(static run => RunId.Parse(run).Automation.Value).Order());
        Assert.Empty(await stage.DueAsync(Monday));
    }

    private static async Task<(AutomationState State, DateTimeOffset? NextDue)> StateAsync(AutomationStage stage, AutomationId id)
    {
        var found = (await stage.Store.FindAsync(id, default))!;
        return (found.State, found.NextDue);
    }

    private static async Task<(AutomationStage Stage, StartedTurns Runs)> OpenAsync()
    {
        var stage = await AutomationStage.OpenAsync(Monday);
        await stage.Tables.Runs.CreateIfNotExistsAsync();
        return (stage, new());
    }

    /// <summary>As an instance of its own has it. Schedules look at nothing, so there is nothing to look with.</summary>
    private static Waking Waking(AutomationStage stage, int startsPerMinute = 20) => new(
        stage.Another(),
        null!,
        new RunStart(new RunStore(stage.Tables, new PersonSeal(new PersonSecrets(stage.Vault, stage.Tables), stage.Time)), stage.Time),
        new(50, startsPerMinute),
        stage.Time,
        NullLogger<Waking>.Instance);
}
