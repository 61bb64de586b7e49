using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Tells a person in their inbox of the web app that Slack was away for too long. Safe to run twice.</summary>
public sealed class GiveUpInSlack(SlackAnswering answering)
{
    [Function(nameof(GiveUpInSlack))]
    public Task Run([ActivityTrigger] SlackHeard which, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return answering.GiveUpAsync(which, context.CancellationToken);
    }
}
