using Microsoft.Azure.Functions.Worker.Local;

namespace Microsoft.Azure.Functions.Worker;

public static class FunctionContextBindingFeatureExtensions
{
    public static InvocationResult<T> GetInvocationResult<T>(this FunctionContext context) => new TypedInvocationResult<T>(context.GetInvocationResult());

    public static InvocationResult GetInvocationResult(this FunctionContext context) =>
        context.Features.Get<InvocationResult>() ?? throw new InvalidOperationException("This context does not belong to a running invocation.");
}
