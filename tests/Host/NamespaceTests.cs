using System.Runtime.CompilerServices;

namespace Onbehalf.Tests.Host;

public sealed class NamespaceTests
{
    private static readonly string[] Theirs = ["Microsoft", "Azure", "DurableTask"];

    [Theory]
    [InlineData("Onbehalf.Functions")]
    [InlineData("Onbehalf.Orchestrations")]
    [InlineData("Onbehalf.Shared")]
    [InlineData("Onbehalf.Host")]
    [InlineData("Onbehalf.Demo")]
    [InlineData("Onbehalf.Sidecars")]
    [InlineData("Onbehalf.Tests")]
    public void No_type_of_ours_lives_in_a_namespace_of_Microsofts(string assembly)
    {
        var types = System.Reflection.Assembly.Load(assembly).GetTypes().Where(static type => !type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false));

        Assert.DoesNotContain(types, static type => Theirs.Contains(type.Namespace?.Split('.')[0]));
    }
}
