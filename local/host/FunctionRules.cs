using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Onbehalf.Host.Worker;

namespace Onbehalf.Host;

/// <summary>
/// Refuses a function that the worker's generator skips without a word (not public, not sealed, nested, generic): in Azure it would be
/// missing, and nothing would say so.
/// </summary>
internal static class FunctionRules
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>Names that differ in case alone are one name to the Functions host.</summary>
    public static void CheckNames(IEnumerable<WorkerFunction> announced)
    {
        var twice = announced.GroupBy(static function => function.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static group => group.Count() > 1);
        if (twice is not null)
            throw new InvalidOperationException($"Two functions are named {twice.Key}: {string.Join(", ", twice.Select(static function => function.EntryPoint))}.");
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
                    throw new InvalidOperationException($"The function {name} ({type.FullName}.{method.Name}) must be a public method of a public, sealed, top-level class that is not generic.");
            }
        }
    }

    /// <summary>The app's own assemblies: those that know the worker's attributes and are not packages, which are strong-named.</summary>
    private static List<Assembly> WithReferences(Assembly app)
    {
        var found = new List<Assembly> { app };
        for (var i = 0; i < found.Count; i++)
        {
            var names = found[i].GetReferencedAssemblies().Where(static name => name.GetPublicKeyToken() is not { Length: > 0 });
            found.AddRange(names.Select(Assembly.Load).Where(assembly => !found.Contains(assembly)));
        }

        return found.FindAll(static assembly => assembly.GetReferencedAssemblies().Any(static name => name.Name == typeof(FunctionAttribute).Assembly.GetName().Name));
    }
}
