using System.Collections.Immutable;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Evidence;
using Onbehalf.Ids;
using Onbehalf.Tests.Automations;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Runs;

public sealed class RunStoreTests
{
    [Fact]
    public async Task A_change_to_what_was_read_before_another_change_is_made_to_what_it_is_now()
    {
        var stage = await AutomationStage.OpenAsync();
        await stage.Tables.Runs.CreateIfNotExistsAsync();
        var runs = new RunStore(stage.Tables, new PersonSeal(new PersonSecrets(stage.Vault, stage.Tables), stage.Time));
        var alice = AutomationStage.Person("Alice");
        var id = RunId.Of(AutomationId.New(), "monday");
        await runs.AddAsync(new(id, alice, "Overdue", "hash", ThreadId.New(), OccasionKind.Schedule, stage.Time.GetUtcNow(), stage.Time.GetUtcNow(), RunStatus.Running), default);
        var read = (await runs.FindAsync(id, default))!;
        await runs.ChangeAsync(id, static run => run with { Status = RunStatus.Parked, Reason = "account-disabled" }, default);

        var changed = await runs.ChangeAsync(read, static run => run with { Parkings = run.Parkings + 1 }, default);
        var again = await runs.ChangeAsync(changed!, static run => run with { Status = RunStatus.Running, Reason = null }, default);

        Assert.Equal((RunStatus.Parked, "account-disabled", 1), (changed!.Status, changed.Reason, changed.Parkings));
        Assert.Equal((RunStatus.Running, 1), (again!.Status, again.Parkings));
        Assert.Empty(await runs.SleepingAsync(default));
    }

    [Fact]
    public async Task A_change_to_what_is_gone_changes_nothing()
    {
        var stage = await AutomationStage.OpenAsync();
        await stage.Tables.Runs.CreateIfNotExistsAsync();
        var runs = new RunStore(stage.Tables, new PersonSeal(new PersonSecrets(stage.Vault, stage.Tables), stage.Time));
        var id = RunId.Of(AutomationId.New(), "monday");
        await runs.AddAsync(
            new(id, AutomationStage.Person("Alice"), "Overdue", "hash", ThreadId.New(), OccasionKind.Hand, stage.Time.GetUtcNow(), stage.Time.GetUtcNow(), RunStatus.Running), default);
        var read = (await runs.FindAsync(id, default))!;
        await stage.Tables.Runs.DeleteEntityAsync(RunKeys.Partition(id.Automation), RunKeys.Row(id));

        Assert.Null(await runs.ChangeAsync(read, static run => run with { Parkings = 1 }, default));
    }

    [Theory]
    [InlineData(400, true)]
    [InlineData(4_000, false)]
    public async Task A_part_that_its_row_is_said_to_hold_can_be_kept_with_all_that_it_rests_on(int relations, bool holds)
    {
        var stage = await AutomationStage.OpenAsync();
        await stage.Tables.Runs.CreateIfNotExistsAsync();
        var runs = new RunStore(stage.Tables, new PersonSeal(new PersonSecrets(stage.Vault, stage.Tables), stage.Time));
        var alice = AutomationStage.Person("Alice");
        ImmutableArray<Touched> touched = [.. Enumerable.Range(0, relations).Select(static n => new Touched("company", $"company.relation_{n:D80}", ["id"], []))];
        var part = new RunState(RunId.Of(AutomationId.New(), "part"), alice, "Overdue", "hash", ThreadId.New(), OccasionKind.Part, stage.Time.GetUtcNow(), stage.Time.GetUtcNow(), RunStatus.Running)
        {
            Part = new("count them", ["query_data"], [], [new(alice.Id.Value, "1", touched)], []),
        };

        Assert.Equal(holds, RunRows.Holds(part));
        if (!holds)
            return;
        Assert.True(await runs.AddAsync(part, default));
        Assert.Equal(relations, (await runs.FindAsync(part.Id, default))!.Part!.Evidence.Single().Touched.Length);
    }
}
