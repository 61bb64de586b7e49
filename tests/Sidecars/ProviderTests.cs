using System.Net;
using System.Text.Json;
using Onbehalf.Demo.Local;
using Onbehalf.Sidecars.Supervision;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Sidecars;

[Collection(PeopleChange.Name)]
public sealed class ProviderTests
{
    [Fact]
    public async Task A_person_who_signs_in_gets_an_access_token_made_for_the_app()
    {
        using var browser = new ProviderBrowser(await LocalSidecars.StartAsync());

        var tokens = await browser.RedeemAsync((await browser.SignInAsync("alice"))!);

        var claims = ProviderBrowser.Claims(Text(tokens, "access_token"));
        Assert.Equal("api://onbehalf", Text(claims, "aud"));
        Assert.Equal(("alice", "Alice"), (Text(claims, "sub"), Text(claims, "name")));
        Assert.Contains("hr", claims.GetProperty("groups").EnumerateArray().Select(static group => group.GetString()));
    }

    [Fact]
    public async Task One_browser_can_be_somebody_else_at_the_next_sign_in()
    {
        using var browser = new ProviderBrowser(await LocalSidecars.StartAsync());

        await browser.SignInAsync("alice");
        var tokens = await browser.RedeemAsync((await browser.SignInAsync("erin"))!);

        Assert.Equal("erin", Text(ProviderBrowser.Claims(Text(tokens, "access_token")), "sub"));
    }

    [Fact]
    public async Task A_wrong_password_brings_the_page_back()
    {
        using var browser = new ProviderBrowser(await LocalSidecars.StartAsync());

        Assert.Null(await browser.SignInAsync("alice", "guess"));
    }

    [Theory]
    [InlineData("deny", "access_denied")]
    [InlineData("allow", null)]
    public async Task A_client_that_is_not_the_products_own_asks_the_person(string answer, string? error)
    {
        using var browser = new ProviderBrowser(await LocalSidecars.StartAsync(), Endpoints.ConnectionClientId, "http://127.0.0.1:7071/api/connections/local/callback");

        var before = await browser.SignInAsync("erin");
        var after = await browser.ConsentAsync(answer);

        Assert.Null(before);
        Assert.True(error is null ? after is { Length: > 20 } : after == error, after);
    }

    [Fact]
    public async Task A_code_is_never_given_without_a_proof_key()
    {
        using var browser = new ProviderBrowser(await LocalSidecars.StartAsync());

        Assert.Equal(HttpStatusCode.BadRequest, await browser.AuthorizeWithoutProofAsync());
    }

    [Fact]
    public async Task Refreshing_rotates_and_a_reused_refresh_token_ends_the_family()
    {
        using var browser = new ProviderBrowser(await LocalSidecars.StartAsync());
        var first = Text(await browser.RedeemAsync((await browser.SignInAsync("erin"))!), "refresh_token");

        var second = Text(await browser.RefreshAsync(first), "refresh_token");
        var reused = await browser.RefreshAsync(first);
        var after = await browser.RefreshAsync(second);

        Assert.NotEqual(first, second);
        Assert.Equal("invalid_grant", Text(reused, "error"));
        Assert.Equal("invalid_grant", Text(after, "error"));
    }

    [Fact]
    public async Task A_revoked_refresh_token_is_worth_nothing()
    {
        using var browser = new ProviderBrowser(await LocalSidecars.StartAsync());
        var token = Text(await browser.RedeemAsync((await browser.SignInAsync("erin"))!), "refresh_token");

        await browser.RevokeAsync(token);

        Assert.Equal("invalid_grant", Text(await browser.RefreshAsync(token), "error"));
    }

    [Fact]
    public async Task A_disabled_person_can_neither_sign_in_nor_refresh_until_enabled_again()
    {
        var sidecars = await LocalSidecars.StartAsync();
        var administration = ProviderAdministration.Of(sidecars);
        using var browser = new ProviderBrowser(sidecars);
        var token = Text(await browser.RedeemAsync((await browser.SignInAsync("dan"))!), "refresh_token");

        await administration.ChangeAsync("dan", new { active = false }, default);
        using var other = new ProviderBrowser(sidecars);
        var signIn = await other.SignInAsync("dan");
        var refused = await browser.RefreshAsync(token);
        var issued = await administration.IssueAsync("dan", default);
        await administration.ChangeAsync("dan", new { active = true }, default);
        var refreshed = await browser.RefreshAsync(token);

        Assert.Null(signIn);
        Assert.Equal("invalid_grant", Text(refused, "error"));
        Assert.Null(issued);
        Assert.Equal("dan", Text(ProviderBrowser.Claims(Text(refreshed, "access_token")), "sub"));
    }

    [Fact]
    public async Task The_directory_answers_with_todays_groups_and_a_new_version()
    {
        var sidecars = await LocalSidecars.StartAsync();
        var administration = ProviderAdministration.Of(sidecars);
        using var directory = new HttpClient();
        directory.DefaultRequestHeaders.Authorization = new("Bearer", sidecars.ScimToken);

        var before = await UserAsync(directory, sidecars.ScimUrl);
        await administration.ChangeAsync("frank", new { groups = new[] { "employees" } }, default);
        var after = await UserAsync(directory, sidecars.ScimUrl);
        await administration.ChangeAsync("frank", new { groups = new[] { "auditors", "employees" } }, default);

        Assert.Equal(["employees"], after.GetProperty("groups").EnumerateArray().Select(static group => Text(group, "value")));
        Assert.NotEqual(Text(before.GetProperty("meta"), "version"), Text(after.GetProperty("meta"), "version"));
    }

    [Fact]
    public async Task The_directory_tells_nothing_without_its_token()
    {
        var sidecars = await LocalSidecars.StartAsync();
        using var directory = new HttpClient();

        using var answer = await directory.GetAsync(new Uri($"{sidecars.ScimUrl}/Users/alice"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    private static async Task<JsonElement> UserAsync(HttpClient directory, string address) =>
        JsonSerializer.Deserialize<JsonElement>(await directory.GetStringAsync(new Uri($"{address}/Users/frank")));

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
