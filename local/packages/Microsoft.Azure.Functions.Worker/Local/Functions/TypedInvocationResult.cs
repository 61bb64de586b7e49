namespace Microsoft.Azure.Functions.Worker.Local;

internal sealed class TypedInvocationResult<T>(InvocationResult untyped) : InvocationResult<T>
{
    public override T? Value
    {
        get => (T?)untyped.Value;
        set => untyped.Value = value;
    }
}
