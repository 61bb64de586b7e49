using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Onbehalf.Demo;
using Onbehalf.Functions.Edge;
using Onbehalf.Host;
using Onbehalf.Identity;
using Onbehalf.Orchestrations;

namespace Onbehalf.Tests.Laws;

public sealed class PublicSurfaceTests
{
    private static readonly Assembly Shared = typeof(Authority).Assembly;

    /// <summary>The compiler requires a type to be public that is in a signature of a public type. Tests see internal types too.</summary>
    [Fact]
    public void A_public_type_of_shared_is_needed_by_another_project()
    {
        var needed = new HashSet<Type>();
        var open = new Stack<Type>(new[] { typeof(HttpEdge), typeof(RunTurn), typeof(DemoHost), typeof(LocalHost) }.SelectMany(static one => ReferencesOf(one.Assembly)));
        while (open.TryPop(out var type))
        {
            if (needed.Add(type))
                SignaturesOf(type).SelectMany(Parts).Where(static part => part.Assembly == Shared).ToList().ForEach(open.Push);
        }

        var unneeded = Shared.GetExportedTypes().Where(type => !type.IsNested && !needed.Contains(type)).Select(static type => type.FullName).Order();

        Assert.Empty(unneeded);
    }

    private static IEnumerable<Type> ReferencesOf(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return
        [
            .. metadata.TypeReferences.Select(metadata.GetTypeReference)
                .Select(type => Shared.GetType($"{metadata.GetString(type.Namespace)}.{metadata.GetString(type.Name)}"))
                .OfType<Type>(),
        ];
    }

    private static IEnumerable<Type> SignaturesOf(Type type)
    {
        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var methods = type.GetMethods(All).Where(static method => method.IsPublic || method.IsFamily).ToArray();
        return
        [
            .. new[] { type.BaseType, type.DeclaringType }.OfType<Type>(), .. type.GetInterfaces(), .. type.GetNestedTypes(BindingFlags.Public), .. type.GetGenericArguments(),
            .. methods.Select(static method => method.ReturnType),
            .. methods.Cast<MethodBase>().Concat(type.GetConstructors(All).Where(static made => made.IsPublic || made.IsFamily))
                .SelectMany(static method => method.GetParameters()).Select(static parameter => parameter.ParameterType),
            .. type.GetFields(All).Where(static field => field.IsPublic || field.IsFamily).Select(static field => field.FieldType),
        ];
    }

    private static IEnumerable<Type> Parts(Type type) => type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericParameter ? type.GetGenericParameterConstraints().SelectMany(Parts)
        : type.IsGenericType ? [type.GetGenericTypeDefinition(), .. type.GetGenericArguments().SelectMany(Parts)]
        : [type];
}
