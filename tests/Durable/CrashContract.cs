using System.Collections.Concurrent;
using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Local.History;

namespace Onbehalf.Tests.Durable;

public sealed class CrashContract
{
    // One start; a child's start; commits of both; an event sent and taken out of the inbox: more than every one of them.
    private const int Transactions = 16;

    public static TheoryData<int, bool> EveryTransaction()
    {
        var cases = new TheoryData<int, bool>();
        for (var at = 1; at <= Transactions; at++)
        {
            cases.Add(at, false);
            cases.Add(at, true);
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(EveryTransaction))]
    public async Task A_crash_at_any_transaction_loses_nothing_and_repeats_no_stored_activity(int at, bool afterTheStore)
    {
        var store = await TaskHubStore.FreshAsync();
        var done = new ConcurrentQueue<string>();
        var functions = Program(done);
        var failure = new StoreFailure(at, afterTheStore);
        var first = await store.OpenAsync(functions, policy: failure);
        _ = StartAsync(first.Client);
        await Waiting.UntilAsync(async () => failure.HasStruck || await first.Client.GetInstanceAsync("main") is { IsCompleted: true });
        await first.HaltAsync();
        var stored = await StoredAnswersAsync(store);
        var before = done.Count;

        await using var second = await store.OpenAsync(functions);
        await StartAsync(second.Client);
        var ended = await second.EndOfAsync("main");

        Assert.Equal(OrchestrationRuntimeStatus.Completed, ended.RuntimeStatus);
        Assert.Equal("a!b!c!kid!echo", ended.ReadOutputAs<string>());
        Assert.DoesNotContain(done.Skip(before), stored.Contains);
        Assert.All(done.GroupBy(name => name), runs => Assert.InRange(runs.Count(), 1, 2));
    }

    /// <summary>As an idempotent caller does: what is running already has been started.</summary>
    private static async Task StartAsync(DurableTaskClient client)
    {
        try
        {
            if (await client.GetInstanceAsync("main") is null)
                await client.ScheduleNewOrchestrationInstanceAsync("Main", new StartOrchestrationOptions("main"));
        }
        catch (Exception exception) when (exception is OrchestrationAlreadyExistsException or IOException or OperationCanceledException)
        {
            // It runs already, or this hub's store is gone.
        }
    }

    private static Functions Program(ConcurrentQueue<string> done) => new Functions()
        .Activity<string, string>("Do", name =>
        {
            done.Enqueue(name!);
            return Task.FromResult(name + "!");
        })
        .Orchestrator("Kid", async context => await context.CallActivityAsync<string>("Do", "kid"))
        .Orchestrator("Echoing", async context =>
        {
            context.SendEvent("main", "echo", "echo");
            await context.CreateTimer(TimeSpan.FromMilliseconds(20), CancellationToken.None);
            return null;
        })
        .Orchestrator("Main", async context =>
        {
            var text = await context.CallActivityAsync<string>("Do", "a");
            var pair = await Task.WhenAll(context.CallActivityAsync<string>("Do", "b"), context.CallActivityAsync<string>("Do", "c"));
            text += pair[0] + pair[1] + await context.CallSubOrchestratorAsync<string>("Kid", options: new TaskOptions().WithInstanceId("kid"));
            await context.CallSubOrchestratorAsync("Echoing", options: new TaskOptions().WithInstanceId("echoing"));
            return text + await context.WaitForExternalEvent<string>("echo");
        });

    /// <summary>The names whose results the first hub's history holds.</summary>
    private static async Task<IReadOnlyList<string>> StoredAnswersAsync(TaskHubStore store)
    {
        var reader = store.Reader();
        var names = new List<string>();
        foreach (var id in new[] { "main", "kid" })
        {
            if (await reader.LoadAsync(id, CancellationToken.None) is { } loaded)
                names.AddRange(loaded.History
                    .OfType<HistoryEvent.TaskCompleted>()
                    .Select(completed => completed.Result?.Trim('"').TrimEnd('!') ?? ""));
        }

        return names;
    }
}
