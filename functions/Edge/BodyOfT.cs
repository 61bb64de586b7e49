using System.Diagnostics.CodeAnalysis;

namespace Onbehalf.Functions.Edge;

/// <summary>A parsed body, or the problem response for an invalid one.</summary>
internal readonly struct Body<T>
    where T : class
{
    private readonly T? _value;
    private readonly Problem? _problem;

    internal Body(T value) => _value = value;

    internal Body(Problem problem) => _problem = problem;

    public bool Is([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out Problem? problem)
    {
        value = _value;
        problem = _problem;
        return value is not null;
    }
}
