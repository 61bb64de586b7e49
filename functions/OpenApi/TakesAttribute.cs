namespace Onbehalf.Functions.OpenApi;

/// <summary>The JSON body a function reads.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesAttribute(Type body) : Attribute
{
    public Type Body { get; } = body;

    /// <summary>The function does its work without a body too.</summary>
    public bool IsOptional { get; init; }
}
