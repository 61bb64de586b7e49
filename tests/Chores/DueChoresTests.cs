using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Onbehalf.Functions.Chores;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Storage;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Identity;
using Onbehalf.Tests.Threads;

namespace Onbehalf.Tests.Chores;

public sealed class DueChoresTests
{
    private static readonly DateTimeOffset AfterNoon = new(2026, 11, 2, 12, 0, 40, TimeSpan.Zero);

    private readonly ManualTime _time = new();
    private readonly StartedTurns _durable = new();

    public DueChoresTests() => _time.Advance(AfterNoon - _time.GetUtcNow());

    [Fact]
    public async Task Occurrences_that_the_app_missed_are_caught_up_once_and_only_after_a_first_look()
    {
        var tables = await TablesAsync();
        var hourly = new Chore("0 0 * * * *");

        await Instance(tables, hourly).RunAsync(_durable, default);
        var atFirst = hourly.Runs;
        _time.Advance(TimeSpan.FromDays(9));
        var restarted = Instance(tables, hourly);
        await restarted.RunAsync(_durable, default);
        await restarted.RunAsync(_durable, default);

        Assert.Equal(0, atFirst);
        Assert.Equal(1, hourly.Runs);
    }

    [Fact]
    public async Task What_occurs_at_the_first_look_of_all_is_done_then()
    {
        var (often, hourly) = (new Chore("*/30 * * * * *"), new Chore("0 0 * * * *"));

        await Instance(await TablesAsync(), often).RunAsync(_durable, default);
        await Instance(await TablesAsync(), hourly).RunAsync(_durable, default);

        Assert.Equal((1, 0), (often.Runs, hourly.Runs));
    }

    [Fact]
    public async Task Of_all_instances_whose_timer_fires_one_runs_an_occurrence()
    {
        var tables = await TablesAsync();
        var minutely = new Chore("0 * * * * *");
        DueChores[] instances = [.. Enumerable.Range(0, 8).Select(_ => Instance(tables, minutely))];
        await instances[0].RunAsync(_durable, default);

        for (var minute = 1; minute <= 5; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await Task.WhenAll(instances.Select(instance => instance.RunAsync(_durable, default)));

            Assert.Equal(minute, minutely.Runs);
        }
    }

    [Theory]
    [InlineData("throws")]
    [InlineData("hangs")]
    [InlineData("blocks")]
    public async Task A_chore_that_fails_or_hangs_keeps_no_other_from_running(string how)
    {
        var tables = await TablesAsync();
        using var never = new ManualResetEventSlim();
        var bad = new Bad(() => how switch
        {
            "throws" => throw new InvalidOperationException("No."),
            "hangs" => new TaskCompletionSource().Task,
            _ => Task.Run(never.Wait),
        });
        var good = new Chore("0 * * * * *");
        var instance = Instance(tables, bad, good);
        await instance.RunAsync(_durable, default);

        _time.Advance(TimeSpan.FromMinutes(1));
        await instance.RunAsync(_durable, default).WaitAsync(TimeSpan.FromSeconds(15));
        _time.Advance(TimeSpan.FromMinutes(1));
        await instance.RunAsync(_durable, default).WaitAsync(TimeSpan.FromSeconds(15));

        Assert.Equal(2, good.Runs);
        Assert.Equal(how == "throws" ? 2 : 1, bad.Runs);
        never.Set();
    }

    [Fact]
    public async Task A_long_chore_runs_in_an_orchestration_named_after_its_occurrence_and_not_beside_an_earlier_one()
    {
        var tables = await TablesAsync();
        var sweep = new Chore("0 0 * * * *") { IsLong = true };
        var instance = Instance(tables, sweep);
        await instance.RunAsync(_durable, default);

        _time.Advance(TimeSpan.FromHours(1));
        await instance.RunAsync(_durable, default);
        _time.Advance(TimeSpan.FromHours(1));
        await instance.RunAsync(_durable, default);

        Assert.Equal(["chore-Chore-20261102T130000Z"], _durable.Started);
        Assert.Equal(0, sweep.Runs);
    }

    [Fact]
    public async Task A_long_chore_whose_instance_died_before_it_began_is_begun_by_a_later_look()
    {
        var tables = await TablesAsync();
        var sweep = new Chore("0 0 * * * *") { IsLong = true };
        await Instance(tables, sweep).RunAsync(_durable, default);
        _time.Advance(TimeSpan.FromHours(1));
        var dying = new ChoreTimes(tables);
        await dying.ReadAsync(default);
        await dying.TryWriteAsync((await dying.ReadAsync(default)).SetItem("Chore", new(2026, 11, 2, 13, 0, 0, TimeSpan.Zero)), default);

        var other = Instance(tables, sweep);
        await other.RunAsync(_durable, default);
        var atOnce = _durable.Started.Count;
        _time.Advance(TimeSpan.FromSeconds(30));
        await other.RunAsync(_durable, default);

        Assert.Equal(0, atOnce);
        Assert.Equal(["chore-Chore-20261102T130000Z"], _durable.Started);
    }

    [Fact]
    public async Task A_tick_without_work_costs_no_request_and_one_with_work_a_single_write()
    {
        var tables = await TablesAsync();
        var (idle, hourly) = (new Chore("*/30 * * * * *") { Name = "Idle", IsNeeded = false }, new Chore("0 0 * * * *"));
        var instance = Instance(tables, idle, hourly);
        await instance.RunAsync(_durable, default);
        var looks = idle.Looks;
        using var requests = new TableRequests(tables);

        for (var tick = 0; tick < 120; tick++)
        {
            _time.Advance(TimeSpan.FromSeconds(30));
            await instance.RunAsync(_durable, default);
        }

        Assert.Equal((1, 1), (hourly.Runs, requests.Count));
        Assert.Equal((0, 120), (idle.Runs, idle.Looks - looks));
    }

    private DueChores Instance(Storage.Tables tables, params IChore[] chores) => new(chores, new ChoreTimes(tables), _time, NullLogger<DueChores>.Instance)
    {
        Budget = TimeSpan.FromMilliseconds(200),
        LookBudget = TimeSpan.FromSeconds(5),
    };

    private static async Task<Storage.Tables> TablesAsync()
    {
        var storage = await Azurite.ConnectionStringAsync();
        var tables = new Storage.Tables(new ConfigurationBuilder().AddInMemoryCollection(
            [new("ONBEHALF_TABLES", storage), new("ONBEHALF_AUDIT_TABLES", storage), new("ONBEHALF_TABLE_PREFIX", Azurite.FreshPrefix())]).Build());
        await tables.Automations.CreateIfNotExistsAsync();
        return tables;
    }

    private sealed class Chore(string schedule) : IChore
    {
        private int _runs;

        /// <summary>The key of its state: chores beside each other need different ones.</summary>
        public string Name { get; init; } = nameof(Chore);

        public string Schedule => schedule;

        public bool IsLong { get; init; }

        public bool IsNeeded { get; init; } = true;

        public int Runs => _runs;

        public int Looks { get; private set; }

        public Task<bool> IsNeededAsync(CancellationToken cancellation)
        {
            Looks++;
            return Task.FromResult(IsNeeded);
        }

        public Task RunAsync(DurableTaskClient durable, CancellationToken cancellation)
        {
            Interlocked.Increment(ref _runs);
            return Task.CompletedTask;
        }
    }

    private sealed class Bad(Func<Task> run) : IChore
    {
        public string Schedule => "0 * * * * *";

        public bool IsLong => false;

        public int Runs { get; private set; }

        public Task RunAsync(DurableTaskClient durable, CancellationToken cancellation)
        {
            Runs++;
            return run();
        }
    }
}
