using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Host.Worker;

namespace Onbehalf.Host;

/// <summary>
/// Rejects functions that the worker's source generator skips silently: methods that are not public, and classes that are not public, not sealed,
/// nested or generic. In Azure such a function would be missing without an error.
/// </summary>
internal static class FunctionRules
{
    private const BindingFlags Declared =
        BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Rejects function names that differ only in case, because the Functions host compares names case-insensitively.</summary>
    public static void CheckNames(IEnumerable<WorkerFunction> announced)
    {
        var twice = announced.GroupBy(static function => function.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static group => group.Count() > 1);
        if (twice is not null)
            throw new InvalidOperationException(
                $"Two functions are named {twice.Key}: {string.Join(", ", twice.Select(static function => function.EntryPoint))}.");
    }

    public static IEnumerable<Type> TypesOf(Assembly app) => WithReferences(app).SelectMany(static assembly => assembly.GetTypes());

    public static void CheckTypes(IEnumerable<Type> types, IEnumerable<string> announced)
    {
        var served = announced.ToHashSet();
        foreach (var type in types)
        {
            foreach (var method in type.GetMethods(Declared))
            {
                if (method.GetCustomAttribute<FunctionAttribute>(inherit: false) is not { Name: var name })
                    continue;
                var isServed = method.IsPublic && type is { IsPublic: true, IsSealed: true, IsGenericType: false } && !method.IsGenericMethod;
                if (!isServed || !served.Contains(name))
                    throw new InvalidOperationException(
                        $"The function {name} ({type.FullName}.{method.Name}) must be a public method of a public, sealed, top-level class that is not generic."
                    );
            }
        }
    }

    /// <summary>Returns the app's own assemblies: those that reference the worker's attributes and are not strong-named, as packages are.</summary>
    private static List<Assembly> WithReferences(Assembly app)
    {
        var found = new List<Assembly> { app };
        for (var i = 0; i < found.Count; i++)
        {
            var names = found[i].GetReferencedAssemblies().Where(static name => name.GetPublicKeyToken() is not { Length: > 0 });
            found.AddRange(names.Select(Assembly.Load).Where(assembly => !found.Contains(assembly)));
        }

        return found.FindAll(static assembly =>
            assembly.GetReferencedAssemblies().Any(static name => name.Name == typeof(FunctionAttribute).Assembly.GetName().Name));
    }
}
