using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>Ends a run in a separate activity, if its turn did not end in <see cref="RunRounds"/> or never started.</summary>
public sealed class EndRun(EndStep end)
{
    [Function(nameof(EndRun))]
    public Task<EndedRun> Run([ActivityTrigger] RunEnding ending, FunctionContext context) => end.TakeAsync(ending, context.CancellationToken);
}
