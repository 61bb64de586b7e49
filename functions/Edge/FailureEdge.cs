using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Onbehalf.Orchestrations;

namespace Onbehalf.Functions.Edge;

/// <summary>
/// The outermost step of every function: the host writes what leaves here into its logs, its traces and a Durable history, so only
/// <see cref="FailureText"/> of it does. Orchestrators are left alone: what they throw is how their replay is told what to do.
/// </summary>
internal sealed class FailureEdge : IFunctionsWorkerMiddleware
{
    public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
    {
        if (context.FunctionDefinition.InputBindings.Values.Any(static binding => binding.Type == "orchestrationTrigger"))
        {
            await next(context);
            return;
        }

        try
        {
            await next(context);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw new FunctionFailedException(FailureText.Of(failure));
        }
    }
}
