using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>Suspends a run in a separate activity, for runs of versions 1.0 and 1.1. See <c>EarlierTurn</c> for its removal.</summary>
public sealed class RestRun(RestStep rest)
{
    [Function(nameof(RestRun))]
    public Task<RestedRun> Run([ActivityTrigger] RunInput input, FunctionContext context) => rest.TakeAsync(input.RunId, context.CancellationToken);
}
