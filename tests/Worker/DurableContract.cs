using System.Collections.Concurrent;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Onbehalf.Tests.Worker.Functions;

namespace Onbehalf.Tests.Worker;

public sealed class DurableContract
{
    [Fact]
    public async Task An_orchestrator_takes_typed_input_and_an_activity_its_instance_id_by_name()
    {
        await using var app = await StartAsync(static _ => { });

        using var response = await app.Http.PostAsync("/greetings/one", null);

        Assert.Equal("Completed SayHello:Ann@one SayHello:Ben@one", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Middleware_runs_for_activities_and_for_every_replay_of_an_orchestrator()
    {
        var calls = new ConcurrentQueue<string>();
        await using var app = await StartAsync(builder => builder.UseMiddleware((context, next) =>
        {
            calls.Enqueue(context.FunctionDefinition.InputBindings.Values.First().Type);
            return next();
        }));

        using var response = await app.Http.PostAsync("/greetings/two", null);

        Assert.Equal(2, calls.Count(static type => type == "activityTrigger"));
        Assert.True(calls.Count(static type => type == "orchestrationTrigger") >= 3);
    }

    [Fact]
    public async Task Durable_management_endpoints_are_not_exposed()
    {
        await using var app = await StartAsync(static _ => { });

        using var response = await app.Http.GetAsync("/runtime/webhooks/durabletask/instances");

        Assert.Equal(404, (int)response.StatusCode);
    }

    private static Task<WorkerApp> StartAsync(Action<FunctionsApplicationBuilder> configure) =>
        WorkerApp.StartWithTablesAsync([typeof(Greetings)], configure, $"ONBEHALF_TASK_HUB=d{Guid.NewGuid():N}");
}
