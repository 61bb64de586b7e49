using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>The one way every function is called: a scope, the middleware in the order it was added, the function.</summary>
internal sealed class FunctionPipeline
{
    private readonly IServiceScopeFactory _scopes;
    private readonly CancellationToken _stopping;
    private readonly FunctionExecutionDelegate _pipeline;

    public FunctionPipeline(IServiceProvider services, IReadOnlyList<Func<FunctionExecutionDelegate, FunctionExecutionDelegate>> middleware)
    {
        _scopes = services.GetRequiredService<IServiceScopeFactory>();
        _stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        _pipeline = middleware.Reverse().Aggregate((FunctionExecutionDelegate)ExecuteAsync, static (next, one) => one(next));
    }

    public async Task<object?> RunAsync(LocalFunction function, FunctionInputs inputs, HttpContext? http = null)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var context = new LocalFunctionContext(function, inputs, scope.ServiceProvider, _stopping);
        if (http is not null)
            context.Features.Set(http);
        await _pipeline(context);
        return context.GetInvocationResult().Value;
    }

    private static async Task ExecuteAsync(FunctionContext context)
    {
        var local = (LocalFunctionContext)context;
        context.GetInvocationResult().Value = await local.Function.Invoker.CallAsync(local);
    }
}
