using System.Collections.Frozen;
using System.Reflection;
using Microsoft.Azure.Functions.Worker;

namespace Onbehalf.Functions.Edge;

/// <summary>The access of every HTTP function of an assembly, by function name.</summary>
internal sealed class FunctionAccess
{
    private readonly FrozenDictionary<string, AccessAttribute> _byFunction;

    /// <exception cref="InvalidOperationException">A function has no access attribute.</exception>
    public FunctionAccess(IEnumerable<Type> types) =>
        _byFunction = types
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(static method => method.GetParameters().Any(static parameter => parameter.IsDefined(typeof(HttpTriggerAttribute))))
            .Select(static method => (method.GetCustomAttribute<FunctionAttribute>()?.Name, Access: method.GetCustomAttribute<AccessAttribute>()))
            .Where(static function => function.Name is not null)
            .ToFrozenDictionary(
                static function => function.Name!,
                static function =>
                    function.Access
                    ?? throw new InvalidOperationException(
                        $"The function {function.Name} does not say who may reach it: it needs [Public], [Anyone] or [Person]."),
                StringComparer.OrdinalIgnoreCase);

    public AccessAttribute Of(string function) => _byFunction[function];
}
