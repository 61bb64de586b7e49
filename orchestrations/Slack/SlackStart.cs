using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Onbehalf.Channels.Slack.In;

namespace Onbehalf.Orchestrations.Slack;

/// <summary>Begins the answer to a message whose row is there. Whoever begins it again begins nothing twice.</summary>
public sealed class SlackStart
{
    private readonly HeardMessages _heard;

    internal SlackStart(HeardMessages heard) => _heard = heard;

    internal async Task BeginAsync(DurableTaskClient durable, SlackMessage message, CancellationToken cancellation)
    {
        var which = SlackHeard.Of(message);
        try
        {
            await durable.ScheduleNewOrchestrationInstanceAsync(nameof(AnswerInSlack), which, new StartOrchestrationOptions(which.InstanceId), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // Another delivery of the same message began it.
        }

        await _heard.BegunAsync(message, cancellation);
    }
}
