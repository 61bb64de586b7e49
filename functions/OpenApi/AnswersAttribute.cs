namespace Onbehalf.Functions.OpenApi;

/// <summary>What a function answers when all went well.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class AnswersAttribute(int status, Type? body = null) : Attribute
{
    public int Status { get; } = status;

    public Type? Body { get; } = body;

    public string MediaType { get; init; } = "application/json";
}
