namespace Onbehalf.Functions.OpenApi;

/// <summary>The request body of a function: JSON, or bytes of another media type.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TakesAttribute(Type? body = null) : Attribute
{
    public Type? Body { get; } = body;

    public string MediaType { get; init; } = "application/json";

    /// <summary>True if the body is optional.</summary>
    public bool IsOptional { get; init; }
}
