using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.Json;
using Onbehalf.Acts;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tools;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Identity;

public sealed class LawTests
{
    public static TheoryData<Type> Unwritten { get; } = [typeof(Authority), typeof(Caller), typeof(SecretText), typeof(SessionCookie)];

    [Fact]
    public void Law_1_nobody_outside_can_make_an_authority_a_caller_or_a_permit()
    {
        Assert.Empty(typeof(Authority).GetConstructors());
        Assert.Empty(typeof(Caller).GetConstructors());
        Assert.Empty(typeof(Permit).GetConstructors());
        Assert.All([typeof(Authority), typeof(Caller), typeof(Permit)], static type => Assert.True(type.IsSealed));
        Assert.DoesNotContain(typeof(Authority).GetProperties(), static property => property.CanWrite);
    }

    [Theory]
    [InlineData(typeof(Authority), nameof(Authorities))]
    [InlineData(typeof(Caller), nameof(Callers))]
    [InlineData(typeof(Permit), nameof(InvokeTool))]
    public void Law_1_the_product_makes_one_in_exactly_one_place(Type made, string maker)
    {
        var makers = Product.SelectMany(assembly => ConstructorCalls(assembly, made)).Distinct().ToArray();

        Assert.Equal([maker], makers);
    }

    [Theory]
    [MemberData(nameof(Unwritten))]
    public void Law_2_what_proves_a_person_refuses_to_be_written_or_read(Type type)
    {
        ArgumentNullException.ThrowIfNull(type);
        var value = System.Runtime.CompilerServices.RuntimeHelpers.GetUninitializedObject(type);

        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(value, type));
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Serialize(new { Nested = value }));
        Assert.Throws<NotSupportedException>(() => JsonSerializer.Deserialize("{}", type));
    }

    [Fact]
    public void Law_2_printing_an_authority_tells_its_subject_id_and_nothing_else()
    {
        var subject = new Subject(SubjectId.Of("https://idp.example", null, "alice"), "test", "https://idp.example", null, "alice", "Alice");
        var authority = new Authority(subject, ["hr"], "v1", DateTimeOffset.UnixEpoch);

        Assert.Equal("Authority(cuvsicdsdc5u3364gmk57sb3of)", authority.ToString());
        Assert.Equal("Confirmed { Authority = Authority(cuvsicdsdc5u3364gmk57sb3of) }", new AuthorityResult.Confirmed(authority).ToString());
        Assert.Equal(nameof(SecretText), new SecretText("hush").ToString());
    }

    [Fact]
    public void No_code_reads_an_ambient_current_person()
    {
        string[] ambient = ["AsyncLocal`1", "ThreadLocal`1", "IHttpContextAccessor", "ClaimsPrincipal"];

        var found = Product.SelectMany(static assembly => TypeReferences(assembly)).Intersect(ambient);

        Assert.Empty(found);
    }

    private static Assembly[] Product => [typeof(Authority).Assembly, Assembly.Load("Onbehalf.Orchestrations"), Assembly.Load("Onbehalf.Functions")];

    private static IEnumerable<string> TypeReferences(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return [.. metadata.TypeReferences.Select(handle => metadata.GetString(metadata.GetTypeReference(handle).Name))];
    }

    /// <summary>The outermost types with a method that calls the constructor of <paramref name="made"/>: <c>newobj</c> and its token in the IL.</summary>
    private static string[] ConstructorCalls(Assembly assembly, Type made)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        var tokens = Constructors(metadata, made).Select(static handle => (byte[])[0x73, .. BitConverter.GetBytes(MetadataTokens.GetToken(handle))]).ToArray();
        return
        [
            .. metadata.MethodDefinitions
                .Select(metadata.GetMethodDefinition)
                .Where(method => method.RelativeVirtualAddress != 0
                    && file.GetMethodBody(method.RelativeVirtualAddress).GetILBytes() is { } il
                    && tokens.Any(token => il.AsSpan().IndexOf(token) >= 0))
                .Select(method => OutermostName(metadata, method.GetDeclaringType())),
        ];
    }

    private static IEnumerable<EntityHandle> Constructors(MetadataReader metadata, Type type)
    {
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (metadata.GetString(method.Name) == ".ctor" && IsOurs(metadata.GetTypeDefinition(method.GetDeclaringType()).Name, metadata.GetTypeDefinition(method.GetDeclaringType()).Namespace))
                yield return handle;
        }

        foreach (var handle in metadata.MemberReferences)
        {
            var member = metadata.GetMemberReference(handle);
            if (metadata.GetString(member.Name) == ".ctor" && member.Parent.Kind == HandleKind.TypeReference
                && metadata.GetTypeReference((TypeReferenceHandle)member.Parent) is var parent && IsOurs(parent.Name, parent.Namespace))
                yield return handle;
        }

        bool IsOurs(StringHandle name, StringHandle space) => metadata.GetString(name) == type.Name && metadata.GetString(space) == type.Namespace;
    }

    private static string OutermostName(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? OutermostName(metadata, outer) : metadata.GetString(type.Name);
    }
}
