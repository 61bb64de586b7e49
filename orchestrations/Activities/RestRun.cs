using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Orchestrations.Activities;

/// <summary>Rest as a step of its own, for runs of 1.0 and 1.1; see <see cref="EarlierTurn"/> for its end.</summary>
public sealed class RestRun(RestStep rest)
{
    [Function(nameof(RestRun))]
    public Task<RestedRun> Run([ActivityTrigger] RunInput input, FunctionContext context) => rest.TakeAsync(input.RunId, context.CancellationToken);
}
