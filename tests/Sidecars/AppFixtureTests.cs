using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Sidecars;

public sealed class AppFixtureTests
{
    [Fact]
    public async Task A_fresh_app_knows_its_caller_by_token_and_by_browser_session()
    {
        await using var app = await InProcessApp.StartAsync();

        var byToken = await (await app.AsAsync("alice")).GetFromJsonAsync<JsonElement>("api/me");
        var byBrowser = await (await app.InBrowserAsync("bob")).GetFromJsonAsync<JsonElement>("api/me");

        Assert.Equal(app.SubjectOf("alice").Value, byToken.GetProperty("subject").GetString());
        Assert.Equal(app.SubjectOf("bob").Value, byBrowser.GetProperty("subject").GetString());
    }

    [Fact]
    public async Task A_killed_app_comes_back_on_its_address_with_the_same_people()
    {
        await using var app = await AppProcess.StartAsync();
        var address = app.Url;
        var token = await app.TokenAsync("carol");

        await app.KillAsync();
        await app.StartAgainAsync();

        Assert.Equal(address, app.Url);
        using var client = app.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", token);
        var me = await client.GetFromJsonAsync<JsonElement>("api/me");
        Assert.Equal("Carol", me.GetProperty("name").GetString());
    }

    [Fact]
    public async Task The_demo_endpoints_answer_no_page_of_another_origin()
    {
        await using var app = await InProcessApp.StartAsync();
        using var page = app.Anonymous();
        page.DefaultRequestHeaders.Add("Origin", "http://127.0.0.1:1");

        using var answer = await page.PostAsync(new Uri("local/people/alice/token", UriKind.Relative), null);
        using var unknown = await app.Anonymous().PostAsync(new Uri("local/people/nobody/token", UriKind.Relative), null);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
        Assert.Equal("application/problem+json", unknown.Content.Headers.ContentType?.MediaType);
    }
}
