using DurableTask.Core.Exceptions;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>Starts an orchestration under an id that its occasion determines, so a second start has no effect.</summary>
internal static class StartOnce
{
    public static async Task BeginAsync(DurableTaskClient durable, string name, object input, string instance, CancellationToken cancellation)
    {
        try
        {
            await durable.ScheduleNewOrchestrationInstanceAsync(name, input, new StartOrchestrationOptions(instance), cancellation);
        }
        catch (OrchestrationAlreadyExistsException)
        {
            // An earlier or concurrent attempt started it.
        }
    }
}
