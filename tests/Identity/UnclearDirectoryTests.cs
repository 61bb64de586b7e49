using System.Text;
using Microsoft.AspNetCore.Http;
using Onbehalf.Identity;

namespace Onbehalf.Tests.Identity;

/// <summary>Ambiguous responses of real directories: nobody acts on them, and nobody loses access.</summary>
public sealed class UnclearDirectoryTests : IAsyncLifetime
{
    private const string Oid = "00000000-0000-0000-66f3-3332eca7ea81";

    private TestIssuer _server = null!;

    public static TheoryData<string> OddScim { get; } =
    [
        "\"active\":1", "\"active\":0", "\"active\":null", "\"active\":\"False\"", "\"active\":\"false\"", "\"active\":\"\"", "\"active\":\"yes\"", "\"active\":\"1\"",
        "\"active\":\"0\"", "\"active\":\"no\"", "\"active\":\"Inactive\"", "\"active\":\"disabled\"", "\"active\":-1", "\"active\":0.0", "\"active\":[false]", "\"active\":{\"value\":true}", "\"active\":\"\\u0000\"",
        "\"urn:ietf:params:scim:schemas:core:2.0:User\":{\"active\":false}", "\"Resources\":[{\"active\":false}]", "\"active \":false", "\"isActive\":false", "\"active\":\"\\udc00\"",
        "\"active\":[true]", "\"active\":[]", "\"active\":{\"value\":false}", "\"active\":{}", "\"status\":\"inactive\"", "\"active\":false,\"active\":false",
        "\"active\":true,\"active\":false", "\"active\":true,\"Active\":false", "\"active\":true,\"groups\":\"g1\"", "\"active\":true,\"groups\":{\"value\":\"g1\"}",
        "\"active\":true,\"groups\":[\"g1\"]", "\"active\":true,\"groups\":[{\"display\":\"hr\"}]", "\"active\":true,\"displayName\":\"Zo\\ud83d\"", "\"active\":true,\"\\udc00\":1",
    ];

    public static TheoryData<string> PlainScim { get; } =
    [
        "\"active\":true", "\"active\":\"True\"", "\"active\":\"true\"", "\"active\":\"TRUE\"", "\"Active\":true", "\"ACTIVE\":\"true\"", "\"active\":true,\"groups\":null",
        "\"active\":true,\"groups\":[]", "\"active\":true,\"displayName\":null", "\"active\":true,\"displayName\":5", "\"active\":true,\"displayName\":\"Zo\\u00eb\"",
    ];

    public static TheoryData<string, string> Okta { get; } = new()
    {
        { "LOCKED_OUT", "account-locked" },
        { "PASSWORD_EXPIRED", "password-expired" },
        { "RECOVERY", "password-expired" },
        { "STAGED", "account-pending" },
        { "PROVISIONED", "account-pending" },
        { "SOMETHING_NEW", "directory-unavailable" },
        { "deprovisioned", "directory-unavailable" },
        { "SUSPENDED ", "directory-unavailable" },
        { "INACTIVE", "directory-unavailable" },
        { "", "directory-unavailable" },
    };

    public static TheoryData<string, string> NotAboutAPerson { get; } = new()
    {
        { "application/json", "" },
        { "application/json", "{}" },
        { "application/json", "{\"message\":\"no Route matched with those values\"}" },
        { "application/json", "{\"statusCode\":404,\"message\":\"Resource not found\"}" },
        { "application/json", "{\"error\":{}}" },
        { "application/json", "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"]}" },
        { "application/json", "{\"schemas\":[\"urn:ietf:params:scim:api:messages:2.0:Error\"],\"status\":\"403\"}" },
        { "application/json", "{\"schemas\":\"urn:ietf:params:scim:api:messages:2.0:Error\",\"status\":\"404\"}" },
        { "text/html", "<html>404</html>" },
        { "text/plain", "404 page not found" },
        { "application/json", "\"not found\"" },
        { "application/json", "{\"errorCode\":\"E0000022\",\"errorSummary\":\"The endpoint does not support the provided HTTP method\"}" },
        { "application/json", "{\"error\":{\"code\":\"ResourceNotFound\",\"message\":\"Invalid version\"}}" },
        { "application/json", "{\"error\":\"not_found\"}" },
    };

    public async Task InitializeAsync() => _server = await TestIssuer.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(OddScim))]
    public async Task An_odd_active_or_an_odd_list_of_groups_is_no_answer(string members)
    {
        Says($$"""{"id":"alice",{{members}}}""");

        Assert.IsType<DirectoryAnswer.Unavailable>(await DirectoryOf.FindAsync(_server, "scim", "alice"));
    }

    [Theory]
    [MemberData(nameof(PlainScim))]
    public async Task A_spelling_that_can_only_mean_yes_is_read(string members)
    {
        Says($$"""{"id":"alice",{{members}}}""");

        Assert.IsType<DirectoryAnswer.Active>(await DirectoryOf.FindAsync(_server, "scim", "alice"));
    }

    [Fact]
    public async Task Names_of_members_are_read_in_any_case()
    {
        _server.Answer = _ => Task.FromResult(Results.Text("""{"ID":"alice","Active":true,"DISPLAYNAME":"Zoë","Groups":[{"Value":"hr"}]}""", "application/json"));

        var active = Assert.IsType<DirectoryAnswer.Active>(await DirectoryOf.FindAsync(_server, "scim", "alice"));

        Assert.Equal(("Zoë", "hr"), (active.Name, Assert.Single(active.Groups)));
    }

    [Fact]
    public async Task Only_false_itself_says_that_an_account_has_ended()
    {
        Says("""{"id":"alice","ACTIVE":false}""");

        Assert.IsType<DirectoryAnswer.Disabled>(await DirectoryOf.FindAsync(_server, "scim", "alice"));
    }

    [Theory]
    [MemberData(nameof(Okta))]
    public async Task A_lock_an_expired_password_and_a_pending_account_at_Okta_refuse_for_now(string status, string code)
    {
        _server.Answer = context => Task.FromResult(Text(context.Request.Path.Value!.EndsWith("/groups", StringComparison.Ordinal) ? "[]" : $$"""{"id":"alice","status":"{{status}}"}"""));

        var unclear = Assert.IsType<DirectoryAnswer.Unavailable>(await DirectoryOf.FindAsync(_server, "okta", "alice"));

        Assert.Equal(code, unclear.Code);
        Assert.Equal(code == "directory-unavailable", unclear.Sentence is null);
        Assert.True(AccountCodes.IsForNow(unclear.Code));
    }

    [Theory]
    [InlineData("DEPROVISIONED")]
    [InlineData("SUSPENDED")]
    public async Task What_an_administrator_ended_at_Okta_has_ended(string status)
    {
        _server.Answer = context => Task.FromResult(Text(context.Request.Path.Value!.EndsWith("/groups", StringComparison.Ordinal) ? "[]" : $$"""{"id":"alice","status":"{{status}}"}"""));

        Assert.IsType<DirectoryAnswer.Disabled>(await DirectoryOf.FindAsync(_server, "okta", "alice"));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"accountEnabled\":null")]
    [InlineData(",\"accountEnabled\":\"false\"")]
    [InlineData(",\"accountEnabled\":0")]
    public async Task An_account_state_that_Graph_hides_from_the_app_is_no_answer(string member)
    {
        _server.Answer = context => Task.FromResult(Text(context.Request.Path.Value!.EndsWith("/transitiveMemberOf", StringComparison.Ordinal) ? """{"value":[]}""" : $$"""{"id":"{{Oid}}"{{member}}}"""));

        Assert.IsType<DirectoryAnswer.Unavailable>(await DirectoryOf.FindAsync(_server, "graph", Oid));
    }

    [Fact]
    public async Task A_link_to_the_next_page_that_is_no_text_leads_nowhere()
    {
        _server.Answer = context => Task.FromResult(Text(context.Request.Path.Value!.EndsWith("/transitiveMemberOf", StringComparison.Ordinal)
            ? """{"value":[],"@odata.nextLink":5}"""
            : $$"""{"id":"{{Oid}}","accountEnabled":true}"""));

        Assert.IsType<DirectoryAnswer.Active>(await DirectoryOf.FindAsync(_server, "graph", Oid));
    }

    [Theory]
    [MemberData(nameof(NotAboutAPerson))]
    public async Task A_404_about_an_address_says_nothing_about_a_person(string type, string body)
    {
        _server.Answer = _ => Task.FromResult(Results.Text(body, type, statusCode: 404));

        foreach (var (kind, key) in new[] { ("scim", "alice"), ("okta", "alice"), ("graph", Oid) })
            Assert.IsType<DirectoryAnswer.Unavailable>(await DirectoryOf.FindAsync(_server, kind, key));
    }

    [Theory]
    [InlineData("scim", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404"}""")]
    [InlineData("scim", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":404,"detail":"Resource alice not found"}""")]
    [InlineData("okta", """{"errorCode":"E0000007","errorSummary":"Not found: Resource not found: alice (User)"}""")]
    [InlineData("graph", """{"error":{"code":"Request_ResourceNotFound","message":"Resource does not exist"}}""")]
    public async Task A_404_in_the_directorys_own_words_says_that_there_is_no_such_person(string kind, string body)
    {
        _server.Answer = _ => Task.FromResult(Results.Text(body, "application/json", statusCode: 404));

        Assert.IsType<DirectoryAnswer.Unknown>(await DirectoryOf.FindAsync(_server, kind, kind == "graph" ? Oid : "alice"));
    }

    [Theory]
    [InlineData("scim", """{"errorCode":"E0000007"}""")]
    [InlineData("scim", """{"error":{"code":"Request_ResourceNotFound"}}""")]
    [InlineData("okta", """{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404"}""")]
    [InlineData("graph", """{"errorCode":"E0000007"}""")]
    public async Task A_404_in_the_words_of_another_kind_of_directory_says_nothing(string kind, string body)
    {
        _server.Answer = _ => Task.FromResult(Results.Text(body, "application/json", statusCode: 404));

        Assert.IsType<DirectoryAnswer.Unavailable>(await DirectoryOf.FindAsync(_server, kind, kind == "graph" ? Oid : "alice"));
    }

    [Fact]
    public async Task Somebody_else_under_the_same_name_at_Okta_ends_nobodys_access()
    {
        _server.Answer = context => Task.FromResult(Text(context.Request.Path.Value!.EndsWith("/groups", StringComparison.Ordinal) ? "[]" : """{"id":"00u2","status":"ACTIVE"}"""));

        Assert.IsType<DirectoryAnswer.Unavailable>(await DirectoryOf.FindAsync(_server, "okta", "alice"));
    }

    [Theory]
    [InlineData("application/scim+json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=no-such-thing")]
    [InlineData("application/json; charset=utf-7")]
    public async Task Text_that_its_encoding_does_not_allow_is_no_answer(string type)
    {
        _server.Answer = _ => Task.FromResult(Results.Bytes(Encoding.Latin1.GetBytes("""{"id":"alice","active":true,"displayName":"Zoë"}"""), type));

        Assert.IsType<DirectoryAnswer.Unavailable>(await DirectoryOf.FindAsync(_server, "scim", "alice"));
        Assert.Empty(await DirectoryOf.Kind(_server, "scim").SearchAsync("Z", 5, default));
    }

    [Theory]
    [InlineData("iso-8859-1", false)]
    [InlineData("windows-1252", false)]
    [InlineData("\"ISO-8859-1\"", false)]
    [InlineData("utf-8", true)]
    public async Task Text_in_a_declared_encoding_is_read_in_it(string charset, bool isUtf8)
    {
        const string Body = """{"id":"alice","active":true,"displayName":"Zoë"}""";
        _server.Answer = _ => Task.FromResult(Results.Bytes(isUtf8 ? [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Body)] : Encoding.Latin1.GetBytes(Body), $"application/json; charset={charset}"));

        Assert.Equal("Zoë", Assert.IsType<DirectoryAnswer.Active>(await DirectoryOf.FindAsync(_server, "scim", "alice")).Name);
    }

    private static IResult Text(string body) => Results.Text(body, "application/json");

    private void Says(string body) => _server.Answer = _ => Task.FromResult(Text(body));
}
