namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>The HTTP methods a function answers; none named means all.</summary>
internal sealed class FunctionMethods(string[]? methods)
{
    public bool Contains(string method) => methods is null or [] || methods.Contains(method, StringComparer.OrdinalIgnoreCase);

    public bool Overlaps(FunctionMethods other) => methods is null or [] || other.IsAll || methods.Any(other.Contains);

    private bool IsAll => methods is null or [];
}
