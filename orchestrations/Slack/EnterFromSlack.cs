using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Adds a message to its thread as its speaker, or tells the writer why not. Idempotent.</summary>
public sealed class EnterFromSlack(SayFromSlack say)
{
    /// <returns>The turn that the message started; null when there is none.</returns>
    [Function(nameof(EnterFromSlack))]
    public async Task<string?> Run([ActivityTrigger] SlackHeard heard, [DurableClient] DurableTaskClient durable, FunctionContext context) =>
        (await say.RunAsync(heard, durable, context.CancellationToken))?.Value;
}
