using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Tests.Threads;

public sealed class TurnBudgetTests
{
    [Fact]
    public async Task Who_waits_for_a_yes_leaves_room_and_takes_a_place_again_behind_those_that_asked_before()
    {
        await using var stage = await Stage.OpenAsync(null, ("ONBEHALF_MAX_RUNNING_TURNS", "2"));
        var (alice, budget, thread) = (stage.People.Person("Alice").Id, stage.Get<TurnBudget>(), ThreadId.New());
        TurnId[] turns = [.. Enumerable.Range(1, 5).Select(number => new TurnId(new MessageId(thread, number), TurnId.NewNonce()))];
        foreach (var turn in turns[..4])
        {
            Assert.True(await budget.EnterAsync(alice, turn, default));
            await budget.WaitAsync(alice, turn, default);
        }

        var goOn = new List<bool>();
        foreach (var turn in turns[..4])
            goOn.Add(await budget.GoOnAsync(alice, turn, default));
        var newcomer = await budget.EnterAsync(alice, turns[4], default);
        await budget.LeaveAsync(alice, turns[0], default);
        var last = await budget.GoOnAsync(alice, turns[3], default);
        var third = await budget.GoOnAsync(alice, turns[2], default);

        Assert.Equal([true, true, false, false], goOn);
        Assert.Equal((false, false, true), (newcomer, last, third));
        Assert.False(await budget.EnterAsync(alice, turns[4], default));
    }

    [Fact]
    public async Task So_many_questions_may_wait_for_a_yes_and_an_ended_turn_takes_no_place()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, budget, thread) = (stage.People.Person("Alice").Id, stage.Get<TurnBudget>(), ThreadId.New());
        for (var number = 1; number <= ThreadLimits.MaxWaitingTurns; number++)
        {
            await budget.EnterAsync(alice, Turn(number), default);
            await budget.WaitAsync(alice, Turn(number), default);
        }

        var further = await budget.EnterAsync(alice, Turn(100), default);
        await budget.LeaveAsync(alice, Turn(1), default);
        await budget.GoOnAsync(alice, Turn(1), default);

        Assert.False(further);
        Assert.False(await budget.IsWaitingTooOftenAsync(alice, default));
        Assert.Equal(0, await budget.CountAsync(alice, default));

        TurnId Turn(int number) => new(new MessageId(thread, number), nonce: null);
    }

    [Fact]
    public async Task The_place_of_an_ended_turn_takes_no_room_anywhere_and_goes_with_the_next_place()
    {
        await using var stage = await Stage.OpenAsync(null, ("ONBEHALF_MAX_RUNNING_TURNS", "2"));
        var (alice, budget, tables, thread) = (stage.People.Person("Alice").Id, stage.Get<TurnBudget>(), stage.Get<Storage.Tables>(), ThreadId.New());
        await tables.Turns.CreateIfNotExistsAsync();
        var another = new TurnBudget(tables, stage.Get<ThreadLimits>(), TimeProvider.System);
        TurnId[] turns = [.. Enumerable.Range(1, 5).Select(number => new TurnId(new MessageId(thread, number), TurnId.NewNonce()))];
        foreach (var turn in turns[..2])
        {
            Assert.True(await budget.EnterAsync(alice, turn, default));
            await StoreAsync(turn, TurnStatus.Running);
        }

        var whileTheyRun = await another.EnterAsync(alice, turns[2], default);
        foreach (var turn in turns[..2])
        {
            await StoreAsync(turn, TurnStatus.Completed);
            budget.End(alice, turn);
        }

        var elsewhere = await another.EnterAsync(alice, turns[2], default);
        var here = await budget.EnterAsync(alice, turns[3], default);
        budget.End(alice, turns[3]);
        var next = await budget.EnterAsync(alice, turns[4], default);

        Assert.Equal((false, true, true, true), (whileTheyRun, elsewhere, here, next));
        var rows = await tables.Inbox.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {InboxKeys.Partition(alice)}")).ToListAsync();
        Assert.Equal(new[] { turns[2], turns[4] }.Select(InboxKeys.Turn).Order(StringComparer.Ordinal), rows.Select(static row => row.RowKey));

        Task StoreAsync(TurnId turn, TurnStatus status) =>
            tables.Turns.UpsertEntityAsync(new TableEntity(turn.Value, TurnRows.Turn) { [TurnRows.Status] = status.ToString() });
    }
}
