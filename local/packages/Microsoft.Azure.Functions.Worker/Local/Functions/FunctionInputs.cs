using System.Collections.Immutable;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>What a trigger hands to a function: the value of the trigger parameter and values that bind by parameter name.</summary>
internal sealed record FunctionInputs(object? Trigger, IReadOnlyDictionary<string, object?> Named)
{
    public FunctionInputs(object? trigger)
        : this(trigger, ImmutableDictionary<string, object?>.Empty)
    {
    }
}
