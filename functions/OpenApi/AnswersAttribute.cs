namespace Onbehalf.Functions.OpenApi;

/// <summary>The response of a function on success.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class AnswersAttribute(int status, Type? body = null) : Attribute
{
    public int Status { get; } = status;

    public Type? Body { get; } = body;

    public string MediaType { get; init; } = "application/json";
}
