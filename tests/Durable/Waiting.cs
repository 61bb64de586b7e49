using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Local;

namespace Onbehalf.Tests.Durable;

internal static class Waiting
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task<OrchestrationMetadata> RunAsync(this LocalTaskHub hub, string orchestrator, object? input = null, string? id = null)
    {
        id = await hub.Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(id));
        return await hub.EndOfAsync(id);
    }

    public static async Task<OrchestrationMetadata> EndOfAsync(this LocalTaskHub hub, string id)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await hub.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, patience.Token);
    }

    public static async Task UntilAsync(Func<Task<bool>> isTrue)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await isTrue())
            await Task.Delay(20, patience.Token);
    }

    public static Task UntilAsync(Func<bool> isTrue) => UntilAsync(() => Task.FromResult(isTrue()));
}
