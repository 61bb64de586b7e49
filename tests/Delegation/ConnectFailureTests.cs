using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Onbehalf.Delegation.Linking;
using Onbehalf.Identity;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Identity;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Delegation;

/// <summary>A provider in trouble while somebody connects: a named state, nothing stored.</summary>
public sealed class ConnectFailureTests : IAsyncLifetime
{
    private TestIssuer _provider = null!;
    private InProcessApp _app = null!;

    public async Task InitializeAsync()
    {
        _provider = await TestIssuer.StartAsync();
        _app = await InProcessApp.StartAsync(new Dictionary<string, string>
        {
            ["ONBEHALF_CONNECTIONS"] = JsonSerializer.Serialize(new object[]
            {
                new { id = "plain", kind = "oauth", issuer = _provider.Url, clientId = "us", clientSecret = "s", scopes = "read", url = _provider.Url, demo = true },
                new { id = "openid", kind = "oauth", issuer = _provider.Url, clientId = "us", clientSecret = "s", url = _provider.Url, demo = true },
            }),
        });
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Theory]
    [InlineData("plain", "no refresh token", "no-refresh-token")]
    [InlineData("plain", "code refused", "code-refused")]
    [InlineData("plain", "down", "provider-unavailable")]
    [InlineData("plain", "slow", "provider-unavailable")]
    [InlineData("plain", "not json", "provider-unavailable")]
    [InlineData("openid", "no id token", "id-token-invalid")]
    [InlineData("openid", "a forged id token", "id-token-invalid")]
    public async Task A_provider_in_trouble_leaves_nothing_connected_and_says_which(string connection, string trouble, string slug)
    {
        _provider.Answer = async context =>
        {
            if (trouble == "slow")
                await Task.Delay(TimeSpan.FromSeconds(3));
            return trouble switch
            {
                "no refresh token" => Results.Json(new { access_token = "a", token_type = "Bearer" }),
                "code refused" => Results.Json(new { error = "invalid_grant" }, statusCode: 400),
                "not json" => Results.Text("<html>", "application/json"),
                "no id token" => Results.Json(new { access_token = "a", token_type = "Bearer", refresh_token = "r" }),
                "a forged id token" => Results.Json(new { access_token = "a", token_type = "Bearer", refresh_token = "r", id_token = _provider.Token(static claims => claims["nonce"] = "another") }),
                _ => Results.StatusCode(503),
            };
        };
        using var browser = await ConnectBrowser.OfAsync(_app, "alice");
        var state = ConnectBrowser.StateOf((await browser.StartAsync(connection, "/connections"))!);

        var (_, location, _) = await browser.GetAsync($"auth/connected/{connection}?code=c&state={state}&iss={Uri.EscapeDataString(_provider.Url)}");

        Assert.Equal($"/connections?connect-failed={slug}", location);
        var listed = (await (await _app.AsAsync("alice")).SendAsync("GET", "api/connections")).Ok().GetProperty("items").EnumerateArray();
        Assert.All(listed, static one => Assert.Equal("none", one.At("state")));
        if (connection == "openid")
            Assert.Equal(1, _provider.Asked.GetValueOrDefault("/revoke"));
    }

    [Fact]
    public async Task What_the_vault_does_not_take_is_given_back_to_the_provider()
    {
        await using var world = await GrantWorld.StartAsync();
        var person = world.Person();
        world.Provider.Instead = context => context.Request.Path == "/revoke" ? null : Results.Json(new { access_token = "a", token_type = "Bearer", refresh_token = world.Provider.Grant(person.Key) });
        var caller = new Caller(person, CallerProof.BrowserSession, "session");
        var begun = await world.Of<BeginConnect>().RunAsync(caller, BrowserRequest.To("/api/connections/notes/connect").Request, "notes", default);
        var state = ConnectBrowser.StateOf(Assert.IsType<ConnectStep.GoToProvider>(begun).Address);

        world.Vault.TakesNothing = true;
        var back = BrowserRequest.To($"/auth/connected/notes?code=c&state={state}&iss={Uri.EscapeDataString(world.Issuer.Url)}").Request;
        var step = await world.Of<CompleteConnect>().RunAsync(caller, back, "notes", default);

        Assert.Equal("/connections?connect-failed=not-kept", Assert.IsType<ConnectStep.GoBack>(step).Path);
        Assert.Single(world.Provider.Revoked);
        Assert.Null(await world.RowAsync(person));
    }

    [Fact]
    public async Task A_provider_that_cannot_be_found_is_said_before_anybody_is_sent_there()
    {
        _provider.IsDown = true;
        using var browser = await ConnectBrowser.OfAsync(_app, "alice");

        var sent = await browser.StartAsync("plain", "/connections");

        Assert.EndsWith("/connections?connect-failed=provider-unavailable", sent!.PathAndQuery, StringComparison.Ordinal);
    }
}
