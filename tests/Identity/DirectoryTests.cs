using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;
using Onbehalf.Ids;

namespace Onbehalf.Tests.Identity;

public sealed class DirectoryTests : IAsyncLifetime
{
    private const string Oid = "00000000-0000-0000-66f3-3332eca7ea81";

    private TestIssuer _server = null!;

    public static TheoryData<string> Kinds { get; } = ["scim", "graph", "okta"];

    public async Task InitializeAsync() => _server = await TestIssuer.StartAsync();

    public Task DisposeAsync() => _server.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task An_active_person_is_told_with_name_and_the_ids_of_their_groups(string kind)
    {
        _server.Answer = context => Task.FromResult(People(kind, context, active: true));

        var active = Assert.IsType<DirectoryAnswer.Active>(await FindAsync(kind));

        Assert.Equal("Alice", active.Name);
        Assert.Equal(["g1", "g2"], active.Groups);
    }

    [Theory]
    [InlineData("<https://o.test/g?after=1>; rel=\"next\"", "https://o.test/g?after=1")]
    [InlineData("<https://o.test/g>; rel=self, <https://o.test/g?after=1,2>; title=\"a, b; c\"; rel=next", "https://o.test/g?after=1,2")]
    [InlineData("</g?after=1>; REL = \"last next\"", "https://o.test/g?after=1")]
    [InlineData("<https://o.test/g?rel=next>; rel=\"prev\"", null)]
    [InlineData("<https://o.test/g>; title=\"rel=next\"", null)]
    [InlineData("<>; rel=\"next\"", null)]
    [InlineData("nonsense", null)]
    public void The_next_page_is_found_however_the_header_is_written(string link, string? next)
    {
        using var response = new HttpResponseMessage { RequestMessage = new(HttpMethod.Get, "https://o.test/g") };
        response.Headers.TryAddWithoutValidation("Link", link);

        Assert.True(NextPage.TryFind(response, default, out var found));
        Assert.Equal(next, found?.AbsoluteUri);
    }

    [Theory]
    [InlineData("\"https://o.test/g?after=1\"", true, "https://o.test/g?after=1")]
    [InlineData("\"/g?after=1\"", true, "https://o.test/g?after=1")]
    [InlineData("\"\"", true, null)]
    [InlineData("\" \"", true, null)]
    [InlineData("null", true, null)]
    [InlineData("\"https://o.test:99999/g\"", false, null)]
    [InlineData("1", true, null)]
    [InlineData("{}", true, null)]
    public void The_next_page_of_a_body_is_an_address_or_none_or_the_list_is_unreadable(string link, bool isReadable, string? next)
    {
        using var response = new HttpResponseMessage { RequestMessage = new(HttpMethod.Get, "https://o.test/g") };
        using var body = JsonDocument.Parse($$"""{"@odata.nextLink":{{link}}}""");

        Assert.Equal(isReadable, NextPage.TryFind(response, body.RootElement, out var found));
        Assert.Equal(next, found?.AbsoluteUri);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_person_whose_account_has_ended_is_disabled(string kind)
    {
        _server.Answer = context => Task.FromResult(People(kind, context, active: false));

        Assert.IsType<DirectoryAnswer.Disabled>(await FindAsync(kind));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Whatever_else_happens_is_unavailable(string kind)
    {
        var answers = new Func<IResult>[]
        {
            () => Results.StatusCode(500), () => Results.StatusCode(401), () => Results.StatusCode(429), () => Results.Redirect("http://127.0.0.1:1/"),
            () => Results.NotFound(), () => Results.Text("<html>"), () => Results.Text("\"text\"", "application/json"), () => Results.Text(new string(' ', 2_000_000), "application/json"),
        };

        foreach (var answer in answers)
        {
            _server.Answer = _ => Task.FromResult(answer());
            Assert.IsType<DirectoryAnswer.Unavailable>(await FindAsync(kind));
        }
    }

    [Fact]
    public async Task A_directory_that_does_not_answer_in_time_is_unavailable()
    {
        _server.Answer = async context =>
        {
            await Task.Delay(10_000, context.RequestAborted);
            return Results.Ok();
        };

        Assert.IsType<DirectoryAnswer.Unavailable>(await FindAsync("scim"));
    }

    [Fact]
    public async Task A_list_of_groups_that_leads_to_another_host_is_not_followed_and_not_believed()
    {
        _server.Answer = context => Task.FromResult(context.Request.Path.Value!.EndsWith("/transitiveMemberOf", StringComparison.Ordinal)
            ? Json("{\"value\":[],\"@odata.nextLink\":\"http://localhost:1/steal\"}")
            : People("graph", context, active: true));

        Assert.IsType<DirectoryAnswer.Unavailable>(await FindAsync("graph"));
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("https://o.test:99999/g", false)]
    public async Task An_empty_link_ends_a_list_of_groups_and_one_without_an_address_makes_it_unreadable(string link, bool isRead)
    {
        var asked = 0;
        _server.Answer = context =>
        {
            if (!context.Request.Path.Value!.EndsWith("/transitiveMemberOf", StringComparison.Ordinal))
                return Task.FromResult(People("graph", context, active: true));
            Interlocked.Increment(ref asked);
            return Task.FromResult(Json($$"""{"value":[{"@odata.type":"#microsoft.graph.group","id":"g1"}],"@odata.nextLink":"{{link}}"}"""));
        };

        var answer = await FindAsync("graph");

        Assert.Equal(isRead, answer is DirectoryAnswer.Active);
        Assert.Equal(!isRead, answer is DirectoryAnswer.Unavailable);
        Assert.Equal(1, asked);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("../../token")]
    [InlineData("a/b?c#d")]
    public async Task A_key_never_leaves_its_place_in_the_address(string key)
    {
        var paths = new List<string>();
        _server.Answer = context =>
        {
            paths.Add($"{context.Request.Path}{context.Request.QueryString}");
            return Task.FromResult(Results.Text("""{"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":"404"}""", "application/json", statusCode: 404));
        };

        Assert.IsType<DirectoryAnswer.Unknown>(await FindAsync("scim", key));
        Assert.All(paths, static path => Assert.StartsWith("/directory/Users/", path, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_scim_search_quotes_what_is_searched_for()
    {
        string? filter = null;
        _server.Answer = context =>
        {
            filter = context.Request.Query["filter"];
            return Task.FromResult(Json("{\"Resources\":[{\"id\":\"alice\",\"displayName\":\"Alice\",\"active\":true}]}"));
        };

        var found = await Directory("scim").SearchAsync("a\" or active eq true or displayName co \"", 10, default);

        Assert.Equal("displayName co \"a\\\" or active eq true or displayName co \\\"\"", filter);
        Assert.Equal(SubjectId.Of(_server.Url, null, "alice"), Assert.Single(found).Id);
    }

    private static IResult Json(string text) => Results.Text(text, "application/json");

    private static IResult People(string kind, HttpContext context, bool active)
    {
        var asksGroups = context.Request.Path.Value!.Contains("roups", StringComparison.Ordinal) || context.Request.Path.Value.EndsWith("/transitiveMemberOf", StringComparison.Ordinal);
        var second = context.Request.Query.ContainsKey("after");
        var next = $"http://{context.Request.Host}{context.Request.Path}?after=1";
        switch (kind)
        {
            case "scim":
                return Json($$"""{"id":"alice","displayName":"Alice","active":{{(active ? "true" : "false")}},"groups":[{"value":"g2","display":"x"},{"value":"g1"}]}""");
            case "graph" when asksGroups:
                return Json(second
                    ? """{"value":[{"@odata.type":"#microsoft.graph.group","id":"g2"},{"@odata.type":"#microsoft.graph.directoryRole","id":"role"}]}"""
                    : $$"""{"value":[{"@odata.type":"#microsoft.graph.group","id":"g1"}],"@odata.nextLink":"{{next}}"}""");
            case "graph":
                return Json($$"""{"id":"{{Oid}}","displayName":"Alice","accountEnabled":{{(active ? "true" : "false")}}}""");
            case "okta" when asksGroups:
                if (!second)
                    context.Response.Headers.Append("Link", $"<{next}>; rel=\"next\"");
                return Json(second ? """[{"id":"g2"}]""" : """[{"id":"g1"}]""");
            default:
                return Json($$$"""{"id":"alice","status":"{{{(active ? "ACTIVE" : "SUSPENDED")}}}","profile":{"firstName":"Alice","lastName":""}}""");
        }
    }

    private Task<DirectoryAnswer> FindAsync(string kind, string? key = null) => DirectoryOf.FindAsync(_server, kind, key ?? (kind == "graph" ? Oid : "alice"));

    private IDirectory Directory(string kind) => DirectoryOf.Kind(_server, kind);
}
