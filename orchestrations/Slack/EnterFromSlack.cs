using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Puts a message into its thread as its speaker's, or tells its writer why not. Safe to run twice.</summary>
public sealed class EnterFromSlack(SayFromSlack say)
{
    /// <returns>The turn that it started, if any.</returns>
    [Function(nameof(EnterFromSlack))]
    public async Task<string?> Run([ActivityTrigger] SlackHeard heard, [DurableClient] DurableTaskClient durable, FunctionContext context) =>
        (await say.RunAsync(heard, durable, context.CancellationToken))?.Value;
}
