using System.Reflection;
using Onbehalf.Functions.Edge;
using Onbehalf.Identity;
using Onbehalf.Orchestrations;

namespace Onbehalf.Tests.Laws;

public sealed class InjectionTests
{
    private static readonly Assembly[] Product = [typeof(Authority).Assembly, typeof(RunTurn).Assembly, typeof(HttpEdge).Assembly];

    /// <summary>A service that is resolved later hides a cycle. A narrower dependency removes the cycle.</summary>
    [Fact]
    public void No_constructor_takes_a_service_to_resolve_later()
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance;
        var deferred = Product.SelectMany(static one => one.GetTypes())
            .Where(static type => !type.IsNested && type.Namespace?.StartsWith("Onbehalf.", StringComparison.Ordinal) is true)
            .SelectMany(static type => type.GetConstructors(All))
            .SelectMany(static constructor => constructor.GetParameters())
            .Where(static parameter => IsDeferred(parameter.ParameterType))
            .Select(static parameter => $"{parameter.Member.DeclaringType} takes {parameter.ParameterType}");

        Assert.Empty(deferred);
    }

    private static bool IsDeferred(Type type) =>
        type == typeof(IServiceProvider)
        || (type.IsConstructedGenericType && (type.GetGenericTypeDefinition() == typeof(Lazy<>)
            || (type.GetGenericTypeDefinition() == typeof(Func<>) && Product.Contains(type.GenericTypeArguments[0].Assembly))));
}
