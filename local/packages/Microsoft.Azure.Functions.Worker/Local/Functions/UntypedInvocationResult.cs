namespace Microsoft.Azure.Functions.Worker.Local;

internal sealed class UntypedInvocationResult : InvocationResult
{
    public override object? Value { get; set; }
}
