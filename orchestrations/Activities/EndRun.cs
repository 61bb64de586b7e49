using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>The end of a run as a step of its own: where its turn did not end in the rounds, or never began.</summary>
public sealed class EndRun(EndStep end)
{
    [Function(nameof(EndRun))]
    public Task<EndedRun> Run([ActivityTrigger] RunEnding ending, FunctionContext context) => end.TakeAsync(ending, context.CancellationToken);
}
