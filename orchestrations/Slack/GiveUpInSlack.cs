using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Adds an inbox item in the web app when Slack was unavailable for too long. Idempotent.</summary>
public sealed class GiveUpInSlack(SlackAnswering answering)
{
    [Function(nameof(GiveUpInSlack))]
    public Task Run([ActivityTrigger] SlackHeard which, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return answering.GiveUpAsync(which, context.CancellationToken);
    }
}
