namespace Onbehalf.Functions.OpenApi;

/// <summary>The body a function reads: JSON, or bytes of another media type.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesAttribute(Type? body = null) : Attribute
{
    public Type? Body { get; } = body;

    public string MediaType { get; init; } = "application/json";

    /// <summary>The function does its work without a body too.</summary>
    public bool IsOptional { get; init; }
}
