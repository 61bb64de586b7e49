using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Onbehalf.Tests.App;

/// <summary>One orchestrator for each thing that the product's own ones lean on.</summary>
public sealed class Flows(ActivityLog log)
{
    public const string Go = "go";

    [Function(nameof(Chain))]
    public static async Task<string> Chain([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var done = "";
        for (var step = 0; step < context.GetInput<int>(); step++)
            done += await context.CallActivityAsync<string>(nameof(Step), $"{context.InstanceId}.{step}") + ' ';
        return done;
    }

    [Function(nameof(Parent))]
    public static async Task<string> Parent([OrchestrationTrigger] TaskOrchestrationContext context) =>
        "child: " + await context.CallSubOrchestratorAsync<string>(nameof(Chain), context.GetInput<int>(), new TaskOptions().WithInstanceId($"{context.InstanceId}-child"));

    [Function(nameof(Heard))]
    public static async Task<string> Heard([OrchestrationTrigger] TaskOrchestrationContext context) =>
        $"{context.Version}: {await context.WaitForExternalEvent<string>(Go)}";

    /// <summary>Waits for an event or for an hour, and ends with the timer cancelled or left behind.</summary>
    [Function(nameof(Raced))]
    public static async Task<string> Raced([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using var heard = new CancellationTokenSource();
        var late = context.CreateTimer(TimeSpan.FromHours(1), heard.Token);
        await Task.WhenAny(late, context.WaitForExternalEvent<string>(Go));
        if (context.GetInput<bool>())
            heard.Cancel();
        context.SetCustomStatus("heard");
        return "heard";
    }

    [Function(nameof(Slept))]
    public static async Task<double> Slept([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var began = context.CurrentUtcDateTime;
        await context.CreateTimer(TimeSpan.FromSeconds(context.GetInput<int>()), CancellationToken.None);
        return (context.CurrentUtcDateTime - began).TotalSeconds;
    }

    /// <summary>Counts its input down, in a history of its own for every number, and takes its event in the last one.</summary>
    [Function(nameof(Renewed))]
    public static async Task<string> Renewed([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync<string>(nameof(Step), $"{context.InstanceId}.{context.GetInput<int>()}");
        if (context.GetInput<int>() == 0)
            return await context.WaitForExternalEvent<string>(Go);
        context.ContinueAsNew(context.GetInput<int>() - 1, preserveUnprocessedEvents: true);
        return "";
    }

    [Function(nameof(Large))]
    public static async Task<string> Large([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var made = await context.CallActivityAsync<string>(nameof(Make), context.GetInput<int>());
        await context.WaitForExternalEvent<string>(Go);
        return made;
    }

    /// <summary>An activity that fails as often as the input says, tried three times.</summary>
    [Function(nameof(Retried))]
    public static Task<string> Retried([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<string>(
        nameof(Fail), $"{context.InstanceId}:{context.GetInput<int>()}", TaskOptions.FromRetryPolicy(new RetryPolicy(3, TimeSpan.FromMilliseconds(100))));

    [Function(nameof(Stuck))]
    public static Task<string> Stuck([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<string>(
        nameof(HangOnce), context.InstanceId, TaskOptions.FromRetryPolicy(new RetryPolicy(2, TimeSpan.FromMilliseconds(100))));

    /// <summary>The first attempt never ends and heeds no token.</summary>
    [Function(nameof(HangOnce))]
    public async Task<string> HangOnce([ActivityTrigger] string id)
    {
        var times = log.Add(id);
        if (times == 1)
            await new TaskCompletionSource().Task;
        return $"at attempt {times}";
    }

    [Function(nameof(Step))]
    public string Step([ActivityTrigger] string step)
    {
        log.Add(step);
        return step;
    }

    [Function(nameof(Fail))]
    public string Fail([ActivityTrigger] string plan)
    {
        var times = log.Add(plan);
        return times > int.Parse(plan.Split(':')[1], System.Globalization.CultureInfo.InvariantCulture) ? $"at attempt {times}" : throw new InvalidOperationException(Answers.Words);
    }

    [Function(nameof(Make))]
    public string Make([ActivityTrigger] int length)
    {
        log.Add(nameof(Make));
        return string.Create(length, 7, static (text, seed) => new Random(seed).GetItems("abcdefghijklmnopqrstuvwxyz0123456789äß\"\\", text));
    }
}
