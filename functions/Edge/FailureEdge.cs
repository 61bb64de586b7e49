using Microsoft.AspNetCore.Connections;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Onbehalf.Orchestrations;

namespace Onbehalf.Functions.Edge;

/// <summary>
/// The outermost middleware of every function. The host writes unhandled exceptions to logs, traces and Durable histories, so they are reduced to
/// <see cref="FailureText"/>. Orchestrators are exempt, because their exceptions control the replay. A caller that hung up is no failure.
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
        catch (Exception left) when (left is OperationCanceledException or ConnectionResetException or ConnectionAbortedException
            && context.GetHttpContext() is { RequestAborted.IsCancellationRequested: true })
        {
            // Nobody is left to answer.
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            throw new FunctionFailedException(FailureText.Of(failure));
        }
    }
}
