using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Local.Storage;

namespace Onbehalf.Tests.Durable;

public sealed class ActivityContract
{
    private sealed record Person(string FirstName, int Age);

    [Fact]
    public async Task Activities_run_in_order_and_their_results_come_back()
    {
        var functions = new Functions().Echo().Orchestrator("Sequence", async context =>
            await context.CallActivityAsync<string>("Echo", "a")
            + await context.CallActivityAsync<string>("Echo", "b")
            + await context.CallActivityAsync<string>("Echo", "c"));
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);

        var ended = await hub.RunAsync("Sequence");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal("abc", ended.ReadOutputAs<string>());
        Assert.Equal(["Echo \"a\"", "Echo \"b\"", "Echo \"c\""], functions.Ran);
    }

    [Fact]
    public async Task Inputs_and_outputs_are_json_with_declared_property_names()
    {
        var functions = new Functions()
            .Activity<Person, Person>("Older", person => Task.FromResult(person! with { Age = person.Age + 1 }))
            .Orchestrator("Birthday", async context => await context.CallActivityAsync<Person>("Older", context.GetInput<Person>()));
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);

        var ended = await hub.RunAsync("Birthday", new Person("Ada", 36));

        Assert.Equal("""{"FirstName":"Ada","Age":36}""", ended.SerializedInput);
        Assert.Equal("""{"FirstName":"Ada","Age":37}""", ended.SerializedOutput);
        Assert.Equal(new Person("Ada", 37), ended.ReadOutputAs<Person>());
    }

    [Fact]
    public async Task An_instance_costs_one_transaction_to_start_and_one_per_sequential_activity()
    {
        var functions = new Functions().Echo().Orchestrator("Sequence", async context =>
        {
            for (var i = 0; i < 10; i++)
                await context.CallActivityAsync<string>("Echo", "x");
            return null;
        });
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);

        await hub.RunAsync("Sequence");

        Assert.Equal(1, hub.Transactions[TransactionKind.Start]);
        Assert.Equal(10, hub.Transactions[TransactionKind.Commit]);
        Assert.Equal(0, hub.Transactions[TransactionKind.Read]);
    }

    [Fact]
    public async Task Parallel_activities_overlap_and_share_commits()
    {
        var gate = new TaskCompletionSource();
        var functions = new Functions()
            .Activity<int, int>("Wait", async number =>
            {
                await gate.Task;
                return number;
            })
            .Orchestrator("Fan", async context =>
                (await Task.WhenAll(Enumerable.Range(0, 20).Select(i => context.CallActivityAsync<int>("Wait", i)))).Sum());
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions, options => options with { MaxConcurrentActivities = 50 });
        var id = await hub.Client.ScheduleNewOrchestrationInstanceAsync("Fan");
        await Waiting.UntilAsync(() => functions.Ran.Count == 20);

        gate.SetResult();
        var ended = await hub.EndOfAsync(id);

        Assert.Equal(190, ended.ReadOutputAs<int>());
        Assert.InRange(hub.Transactions[TransactionKind.Commit], 1, 19);
    }

    [Fact]
    public async Task No_more_activities_run_at_once_than_the_hub_allows()
    {
        int running = 0, most = 0;
        var functions = new Functions()
            .Activity<int, int>("Count", async _ =>
            {
                most = Math.Max(most, Interlocked.Increment(ref running));
                await Task.Delay(20);
                return Interlocked.Decrement(ref running);
            })
            .Orchestrator("Fan", async context =>
                await Task.WhenAll(Enumerable.Range(0, 12).Select(i => context.CallActivityAsync<int>("Count", i))));
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions, options => options with { MaxConcurrentActivities = 3 });

        await hub.RunAsync("Fan");

        Assert.InRange(most, 1, 3);
    }

    [Fact]
    public async Task A_failed_activity_surfaces_with_the_type_and_message_of_what_it_threw()
    {
        var functions = new Functions()
            .Activity<string, string>("Fail", _ => throw new InvalidOperationException("no luck"))
            .Orchestrator("Catch", async context =>
            {
                try
                {
                    return await context.CallActivityAsync<string>("Fail");
                }
                catch (TaskFailedException failed)
                {
                    return $"{failed.TaskName} {failed.TaskId} {failed.FailureDetails.ErrorType} {failed.FailureDetails.ErrorMessage} "
                        + failed.FailureDetails.IsCausedBy<InvalidOperationException>();
                }
            })
            .Orchestrator("Leak", async context => await context.CallActivityAsync<string>("Fail"));
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);

        var caught = await hub.RunAsync("Catch");
        var leaked = await hub.RunAsync("Leak");

        Assert.Equal("Fail 0 System.InvalidOperationException no luck True", caught.ReadOutputAs<string>());
        Assert.Equal(OrchestrationRuntimeStatus.Failed, leaked.RuntimeStatus);
        Assert.Equal("Microsoft.DurableTask.TaskFailedException", leaked.FailureDetails?.ErrorType);
        Assert.Equal("Task 'Fail' (#0) failed with an unhandled exception: no luck", leaked.FailureDetails?.ErrorMessage);
        Assert.Equal("System.InvalidOperationException", leaked.FailureDetails?.InnerFailure?.ErrorType);
    }

    [Fact]
    public async Task A_retry_policy_tries_again_after_growing_pauses_and_then_gives_up()
    {
        var functions = new Functions()
            .Activity<string, string>("Fail", _ => throw new InvalidOperationException("no luck"))
            .Orchestrator("Retry", async context =>
            {
                var started = context.CurrentUtcDateTime;
                var policy = new RetryPolicy(3, TimeSpan.FromMilliseconds(100), backoffCoefficient: 2);
                try
                {
                    await context.CallActivityAsync("Fail", options: TaskOptions.FromRetryPolicy(policy));
                }
                catch (TaskFailedException)
                {
                    return (context.CurrentUtcDateTime - started).TotalMilliseconds;
                }

                return 0;
            });
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);

        var ended = await hub.RunAsync("Retry");

        Assert.Equal(3, functions.Ran.Count);
        Assert.InRange(ended.ReadOutputAs<double>(), 300, 30_000);
    }

    [Fact]
    public async Task A_retry_policy_or_handler_may_refuse_a_failure()
    {
        var functions = new Functions()
            .Activity<string, string>("Fail", _ => throw new InvalidOperationException("no luck"))
            .Orchestrator("Policy", async context =>
            {
                var policy = new RetryPolicy(5, TimeSpan.FromMilliseconds(10)) { HandleFailure = failure => failure.ErrorMessage != "no luck" };
                await context.CallActivityAsync("Fail", "policy", TaskOptions.FromRetryPolicy(policy));
                return null;
            })
            .Orchestrator("Handler", async context =>
            {
                RetryHandler handler = retry => retry.LastAttemptNumber < 2;
                await context.CallActivityAsync("Fail", "handler", TaskOptions.FromRetryHandler(handler));
                return null;
            });
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);

        await hub.RunAsync("Policy");
        await hub.RunAsync("Handler");

        Assert.Equal(["Fail \"policy\"", "Fail \"handler\"", "Fail \"handler\""], functions.Ran);
    }

    [Fact]
    public async Task An_unknown_activity_fails_the_call_and_an_unknown_orchestrator_the_instance()
    {
        var functions = new Functions().Orchestrator("Ask", async context => await context.CallActivityAsync<string>("Nobody"));
        await using var hub = await (await TaskHubStore.FreshAsync()).OpenAsync(functions);

        var activity = await hub.RunAsync("Ask");
        var orchestrator = await hub.RunAsync("Nothing");

        Assert.Contains("'Nobody' does not exist", activity.FailureDetails?.ErrorMessage, StringComparison.Ordinal);
        Assert.Contains("'Nothing' does not exist", orchestrator.FailureDetails?.ErrorMessage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task A_result_of_several_mebibytes_survives_storage(int mebibytes)
    {
        var store = await TaskHubStore.FreshAsync();
        var random = new byte[mebibytes * 1024 * 1024 * 3 / 4];
        new Random(7).NextBytes(random);
        var text = Convert.ToBase64String(random);
        var functions = new Functions()
            .Activity<string, string>("Make", _ => Task.FromResult(text))
            .Orchestrator("Big", async context =>
            {
                var made = await context.CallActivityAsync<string>("Make", "now");
                context.SetCustomStatus("made");
                await context.WaitForExternalEvent<bool>("go");
                return made == context.GetInput<string>() ? made : "different";
            });
        var first = await store.OpenAsync(functions);
        var id = await first.Client.ScheduleNewOrchestrationInstanceAsync("Big", text);
        await Waiting.UntilAsync(async () => (await first.Client.GetInstanceAsync(id, true))?.SerializedCustomStatus is not null);
        await first.HaltAsync();

        await using var second = await store.OpenAsync(functions);
        await second.Client.RaiseEventAsync(id, "go", true);
        var ended = await second.EndOfAsync(id);

        Assert.Equal(text, ended.ReadOutputAs<string>());
        Assert.Single(functions.Ran);
    }
}
