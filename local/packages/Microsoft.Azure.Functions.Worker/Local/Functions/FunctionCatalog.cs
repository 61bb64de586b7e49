using System.Reflection;

namespace Microsoft.Azure.Functions.Worker.Local;

/// <summary>Every function of an app. What the real generator would skip silently is refused here, by name.</summary>
internal sealed class FunctionCatalog
{
    private const BindingFlags Declared = BindingFlags.DeclaredOnly | BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    private FunctionCatalog(Assembly assembly, IReadOnlyList<LocalFunction> functions)
    {
        Assembly = assembly;
        Functions = functions;
    }

    public Assembly Assembly { get; }

    public IReadOnlyList<LocalFunction> Functions { get; }

    /// <summary>The functions of an assembly and of the assemblies of ours that it references.</summary>
    public static FunctionCatalog Of(Assembly assembly) =>
        Of(assembly, WithReferences(assembly).SelectMany(static found => found.GetTypes()));

    public static FunctionCatalog Of(Assembly assembly, IEnumerable<Type> types)
    {
        var functions = types.SelectMany(Find).ToList();
        var twice = functions.GroupBy(static function => function.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(static group => group.Count() > 1);
        return twice is null
            ? new(assembly, functions)
            : throw new InvalidOperationException($"Two functions are named {twice.Key}: {string.Join(", ", twice.Select(static f => f.EntryPoint))}.");
    }

    private static IEnumerable<LocalFunction> Find(Type type)
    {
        if (!type.IsClass)
            yield break;
        foreach (var method in type.GetMethods(Declared))
        {
            if (method.GetCustomAttribute<FunctionAttribute>(inherit: false) is { } attribute)
                yield return LocalFunction.Of(method, attribute.Name);
        }
    }

    private static List<Assembly> WithReferences(Assembly root)
    {
        var found = new List<Assembly> { root };
        var names = new HashSet<string> { root.GetName().Name! };
        for (var i = 0; i < found.Count; i++)
        {
            // Strong-named assemblies are packages; the parts of an app are not signed.
            foreach (var name in found[i].GetReferencedAssemblies().Where(static name => name.GetPublicKeyToken() is not { Length: > 0 }))
            {
                if (name.Name != typeof(FunctionCatalog).Assembly.GetName().Name && names.Add(name.Name!))
                    found.Add(Assembly.Load(name));
            }
        }

        return found.FindAll(static assembly => assembly.GetReferencedAssemblies().Any(static name => name.Name == typeof(FunctionCatalog).Assembly.GetName().Name));
    }
}
