using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Onbehalf.Functions.Chores;
using Onbehalf.Orchestrations;
using Onbehalf.Orchestrations.Activities;
using Onbehalf.Storage;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Identity;
using Onbehalf.Tests.Runs;

namespace Onbehalf.Tests.Chores;

public sealed class ChoreCatalogTests
{
    private const int MostRequestsInAMinute = 8;

    [Fact]
    public void The_app_has_one_timer_for_every_further_one_costs_leases()
    {
        var timers = typeof(RunChores).Assembly.GetTypes().SelectMany(static type => type.GetMethods())
            .Where(static method => method.GetParameters().Any(static parameter => parameter.IsDefined(typeof(TimerTriggerAttribute))))
            .Select(static method => method.DeclaringType);

        Assert.Equal([typeof(RunChores)], timers);
    }

    [Fact]
    public async Task Every_chore_is_known_to_the_timer_under_a_name_of_its_own_and_runs_at_least_once_a_day()
    {
        await using var app = await InProcessApp.StartAsync();
        IChore[] chores = [.. app.Services.GetServices<IChore>()];
        var now = DateTimeOffset.UtcNow;

        Assert.Equal(
            new[] { typeof(RunChores).Assembly, typeof(IChore).Assembly }.SelectMany(static assembly => assembly.GetTypes()).Where(static type => type.IsClass).Where(static type => type.IsAssignableTo(typeof(IChore))).Select(static type => type.Name).Order(),
            chores.Select(static chore => chore.Name).Order());
        Assert.All(chores, chore => Assert.NotNull(new Occurrences(chore).Latest(now.AddDays(-1), now)));
    }

    [Fact]
    public async Task An_idle_app_makes_at_most_eight_storage_requests_a_minute()
    {
        const int Minutes = 30;
        await using var app = await InProcessApp.StartAsync();
        var tables = app.Get<Storage.Tables>();
        var time = new ManualTime();
        time.Advance(TimeSpan.FromDays(1));
        var due = new DueChores(app.Services.GetServices<IChore>(), new ChoreTimes(tables), time, NullLogger<DueChores>.Instance);
        await due.RunAsync(app.Durable, default);
        using var requests = new TableRequests(tables);

        for (var tick = 0; tick < 2 * Minutes; tick++)
        {
            time.Advance(TimeSpan.FromSeconds(30));
            await due.RunAsync(app.Durable, default);
            await Task.Delay(50);
        }

        await Task.Delay(1_000);
        Assert.InRange(requests.Count, 1, MostRequestsInAMinute * Minutes);
    }

    [Fact]
    public async Task A_long_chore_runs_as_an_activity_of_its_orchestration()
    {
        await using var app = await InProcessApp.StartAsync();
        var durable = app.Durable;

        var id = await durable.ScheduleNewOrchestrationInstanceAsync(nameof(DoChore), new ChoreInput("SweepPeople"), default(CancellationToken));
        var ended = await durable.WaitForInstanceCompletionAsync(id, default).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
    }
}
