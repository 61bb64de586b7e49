using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>What a trigger hands to a function: the value of the trigger parameter and values that bind by parameter name.</summary>
internal sealed record FunctionInputs(object? Trigger, IReadOnlyDictionary<string, object?> Named)
{
    public static readonly IReadOnlyDictionary<string, object?> None = ImmutableDictionary<string, object?>.Empty;

    /// <summary>Reads a typed input that travels beside the trigger: the orchestration's own.</summary>
    public Func<Type, object?>? Read { get; init; }
}
