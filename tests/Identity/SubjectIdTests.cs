using Onbehalf.Ids;

namespace Onbehalf.Tests.Identity;

public sealed class SubjectIdTests
{
    // Computed with another program (Node's crypto and JSON.stringify).
    [Theory]
    [InlineData("https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0", "9188040d-6c67-4c5b-b112-36a304b66dad", "00000000-0000-0000-66f3-3332eca7ea81", "vrifahylmnhqafbytmy2s6gu4q")]
    [InlineData("https://idp.example", null, "alice", "cuvsicdsdc5u3364gmk57sb3of")]
    [InlineData("http://127.0.0.1:1234", null, "bob", "omr3bbzcm37zlkrjhigez7fwen")]
    public void A_subject_id_is_the_start_of_the_hash_of_issuer_tenant_and_key(string issuer, string? tenant, string key, string expected) =>
        Assert.Equal(expected, SubjectId.Of(issuer, tenant, key).Value);

    [Theory]
    [InlineData("https://idp.example", "a", "b", "https://idp.example", "a\",\"b", "b")]
    [InlineData("https://idp.example", null, "null", "https://idp.example", "null", "null")]
    [InlineData("https://idp.example", null, "alice", "https://idp.example/", null, "alice")]
    [InlineData("https://idp.example", null, "alice", "https://idp.example", null, "Alice")]
    [InlineData("https://idp.example", null, "ab", "https://idp.examplea", null, "b")]
    public void Different_people_never_share_an_id(string issuer, string? tenant, string key, string otherIssuer, string? otherTenant, string otherKey) =>
        Assert.NotEqual(SubjectId.Of(issuer, tenant, key), SubjectId.Of(otherIssuer, otherTenant, otherKey));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("cuvsicdsdc5u3364gmk57sb3o")]
    [InlineData("cuvsicdsdc5u3364gmk57sb3off")]
    [InlineData("CUVSICDSDC5U3364GMK57SB3OF")]
    [InlineData("cuvsicdsdc5u3364gmk57sb3o1")]
    [InlineData("cuvsicdsdc5u3364gmk57sb3o/")]
    public void Text_that_is_no_subject_id_is_refused(string? text) => Assert.False(SubjectId.TryParse(text, out _));
}
