using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Onbehalf.Functions.Chores;

/// <summary>The app's only timer, which starts due chores. Each additional timer would cost about nine lease requests a minute.</summary>
public sealed class RunChores(DueChores due)
{
    [Function(nameof(RunChores))]
    public Task Run([TimerTrigger("*/30 * * * * *", UseMonitor = false)] TimerInfo timer, [DurableClient] DurableTaskClient durable, FunctionContext context) =>
        due.RunAsync(durable, context.CancellationToken);
}
