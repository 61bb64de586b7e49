namespace Onbehalf.Functions.OpenApi;

/// <summary>A query parameter of a function. Lists need not declare <c>limit</c> and <c>continuation</c>.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class QueryAttribute(string name, string description) : Attribute
{
    public string Name { get; } = name;

    public string Description { get; } = description;
}
