using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Delegation;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Delegation;

/// <summary>Connecting another product through its real pages (T11), and ending it there.</summary>
[Collection(PuppetEvidence.Name)]
public sealed class ConnectionJourneys(PuppetWorld world)
{
    private InProcessApp App => world.App;

    [Fact]
    public async Task A_person_connects_at_the_providers_own_page_and_comes_back_to_where_they_were()
    {
        using var browser = await ConnectBrowser.OfAsync(App, "alice");

        var back = await browser.ConnectAsync("alice");
        var mine = await ConnectionAsync("alice");

        Assert.Equal("/connections?a=1&connected=tasks#b", back);
        Assert.Equal(("connected", "Alice", "Tasks", "mcp"), (mine.At("state"), mine.At("account"), mine.At("name"), mine.At("kind")));
        Assert.Contains("tasks:write", mine.GetProperty("scopes").EnumerateArray().Select(static scope => scope.GetString()));
        Assert.Contains(await App.AuditAsync("alice", "resource=tasks"), static row => row.At("action") == "connect" && row.At("decision") == "succeeded");
    }

    [Fact]
    public async Task A_disconnected_grant_is_revoked_at_the_provider_and_gives_no_token_any_more()
    {
        using var browser = await ConnectBrowser.OfAsync(App, "dan");
        await browser.ConnectAsync("dan");
        var token = Assert.IsType<DelegatedTokenResult.Granted>(await TokenAsync("dan")).Token;
        var before = await AskAtTasksAsync(token);
        var linked = await LinkedAsync("dan");

        var ended = (await (await App.InBrowserAsync("dan")).SendAsync("DELETE", "api/connections/tasks")).Ok();

        Assert.Equal(HttpStatusCode.OK, before);
        Assert.Equal(["tasks"], linked);
        Assert.Empty(await LinkedAsync("dan"));
        Assert.True(ended.GetProperty("revokedUpstream").GetBoolean());
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAtTasksAsync(token));
        Assert.Contains("Connections page", Assert.IsType<DelegatedTokenResult.ConsentRequired>(await TokenAsync("dan")).Reason, StringComparison.Ordinal);
        Assert.Equal("none", (await ConnectionAsync("dan")).At("state"));
        Assert.Contains(await App.AuditAsync("dan", "resource=tasks"), static row => row.At("action") == "disconnect" && row.At("decision") == "succeeded");
    }

    [Fact]
    public async Task A_link_that_somebody_else_completes_connects_nobody_and_both_are_told()
    {
        using var mallory = await ConnectBrowser.OfAsync(App, "bob");
        using var alice = await ConnectBrowser.OfAsync(App, "erin");
        var link = await mallory.StartAsync();

        var back = await alice.FollowAsync(link!, "erin");

        Assert.Equal("/connections?connect-failed=other-person", back);
        Assert.Equal("none", (await ConnectionAsync("erin")).At("state"));
        var told = await ConnectionAsync("bob");
        Assert.Equal("none", told.At("state"));
        Assert.Contains("somebody else", told.At("reason"), StringComparison.Ordinal);
        Assert.DoesNotContain("Erin", told.GetRawText(), StringComparison.Ordinal);
        foreach (var person in new[] { "bob", "erin" })
            Assert.Contains(await App.AuditAsync(person, "resource=tasks&decision=denied"), static row => row.At("action") == "connect" && row.At("reason") == "other-person");
    }

    [Fact]
    public async Task A_link_works_once_in_the_browser_session_it_was_made_in_and_only_with_its_own_state()
    {
        using var browser = await ConnectBrowser.OfAsync(App, "carol");
        using var elsewhere = await ConnectBrowser.OfAsync(App, "carol");
        Uri? answered = null;

        var other = await elsewhere.FollowAsync((await browser.StartAsync())!, "carol");
        var forged = await browser.FollowAsync((await browser.StartAsync())!, "carol", onTheWayBack: static back => new(back.AbsoluteUri.Replace("state=", "state=x", StringComparison.Ordinal)));
        var cross = await browser.FollowAsync((await browser.StartAsync())!, "carol", onTheWayBack: static back => new(back.AbsoluteUri.Replace("iss=http%3A%2F%2F", "iss=http%3A%2F%2Fx", StringComparison.Ordinal)));
        var connected = await browser.FollowAsync((await browser.StartAsync())!, "carol", onTheWayBack: back => answered = back);
        var again = await browser.GetAsync(answered!.PathAndQuery);

        Assert.EndsWith("connect-failed=other-browser", other, StringComparison.Ordinal);
        Assert.EndsWith("connect-failed=stale", forged, StringComparison.Ordinal);
        Assert.Contains("connect-failed=other-provider", cross, StringComparison.Ordinal);
        Assert.Contains("connected=tasks", connected, StringComparison.Ordinal);
        Assert.EndsWith("connect-failed=stale", again.Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_who_says_no_at_the_provider_comes_back_unconnected()
    {
        using var browser = await ConnectBrowser.OfAsync(App, "frank");

        var back = await browser.ConnectAsync("frank", "deny");

        Assert.Equal("/connections?a=1&connect-failed=denied#b", back);
        Assert.Equal("none", (await ConnectionAsync("frank")).At("state"));
    }

    [Fact]
    public async Task Only_a_browser_connects_and_what_is_not_declared_is_not_there()
    {
        var bearer = await App.AsAsync("alice");
        using var browser = await ConnectBrowser.OfAsync(App, "alice");

        Assert.Equal(HttpStatusCode.Forbidden, (await bearer.SendAsync("GET", "api/connections/tasks/connect")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("api/connections/nothing/connect")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await bearer.SendAsync("DELETE", "api/connections/nothing")).Status);
    }

    [Fact]
    public async Task An_answer_that_arrives_without_the_strict_cookie_is_asked_for_again_from_a_page_of_our_own()
    {
        using var nobody = App.Anonymous();

        var first = await nobody.SendAsync("GET", "auth/connected/tasks?code=c&state=s");
        var second = await nobody.SendAsync("GET", "auth/connected/tasks?code=c&state=s&again=1");

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Contains("url=/auth/connected/tasks?code=c&amp;state=s&amp;again=1", first.Text, StringComparison.Ordinal);
        Assert.Contains("connect-failed=signed-out", second.Headers, StringComparison.Ordinal);
    }

    private async Task<string[]> LinkedAsync(string person) =>
        [.. (await (await App.AsAsync(person)).SendAsync("GET", "api/me")).Ok().GetProperty("linkedAccounts").EnumerateArray().Select(static one => one.GetString()!)];

    private async Task<JsonElement> ConnectionAsync(string person) =>
        (await (await App.AsAsync(person)).SendAsync("GET", "api/connections")).Ok().GetProperty("items").EnumerateArray().Single();

    private async Task<DelegatedTokenResult> TokenAsync(string person)
    {
        var subject = new Subject(App.SubjectOf(person), "local", App.Sidecars.Issuer, null, person, person);
        var confirmed = Assert.IsType<AuthorityResult.Confirmed>(await App.Services.GetRequiredService<Authorities>().ConfirmAsync(subject, Freshness.Now, default));
        return await App.Services.GetRequiredService<DelegatedTokens>().GetAsync(confirmed.Authority, new("tasks"), default);
    }

    private async Task<HttpStatusCode> AskAtTasksAsync(DelegatedToken token)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, App.Sidecars.TasksUrl)
        {
            Content = new StringContent("""{"jsonrpc":"2.0","id":1,"method":"tools/list"}""", System.Text.Encoding.UTF8, "application/json"),
            Headers = { Accept = { new("application/json"), new("text/event-stream") } },
        };
        token.AttachTo(request);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }
}
