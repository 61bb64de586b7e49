using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Delegation;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Sidecars;

namespace Onbehalf.Tests.Delegation;

/// <summary>RFC 8693 against the demo company's own provider.</summary>
public sealed class TokenExchangeTests : IAsyncLifetime
{
    private readonly string _own = Guid.NewGuid().ToString("N");
    private InProcessApp _app = null!;

    public async Task InitializeAsync() => _app = await InProcessApp.StartAsync(new Dictionary<string, string>
    {
        ["ONBEHALF_CONNECTIONS"] = JsonSerializer.Serialize(new[]
        {
            new { id = "reports", name = "Reports", kind = "oauth", issuer = "local", grant = "token-exchange", resource = "api://reports", scopes = "openid", url = "https://reports.example/" },
        }),
    });

    public Task DisposeAsync() => _app.DisposeAsync().AsTask();

    [Fact]
    public async Task A_sign_in_is_exchanged_for_a_token_of_the_same_person_for_another_resource_alone()
    {
        await SignInAsync("carol");

        var token = Assert.IsType<DelegatedTokenResult.Granted>(await GetAsync("carol")).Token;
        var again = Assert.IsType<DelegatedTokenResult.Granted>(await GetAsync("carol")).Token;

        var claims = ProviderBrowser.Claims(token.RevealTo(new("https://reports.example/api")));
        Assert.Equal(("carol", "api://reports", "onbehalf-web"), (claims.GetProperty("sub").GetString(), claims.GetProperty("aud").GetString(), claims.GetProperty("act").GetProperty("sub").GetString()));
        Assert.Same(token, again);
    }

    [Fact]
    public async Task Without_a_sign_in_there_is_nothing_to_exchange_and_its_end_ends_the_token()
    {
        var before = await GetAsync("dan");
        await SignInAsync("dan");
        var between = await GetAsync("dan");
        await _app.Services.GetRequiredService<SessionGrants>().DeleteAsync(Somebody("dan"), Issuer, default);
        await Task.Delay(TimeSpan.FromSeconds(5.5));

        Assert.Contains("Sign out and in again", Assert.IsType<DelegatedTokenResult.ConsentRequired>(before).Reason, StringComparison.Ordinal);
        Assert.IsType<DelegatedTokenResult.Granted>(between);
        Assert.IsType<DelegatedTokenResult.ConsentRequired>(await GetAsync("dan"));
    }

    /// <summary>Returns a person whose part of the vault no other test uses.</summary>
    private SubjectId Somebody(string person) => SubjectId.Of(_app.Sidecars.Issuer, null, $"{person}-{_own}");

    private Issuer Issuer => _app.Services.GetRequiredService<IssuerCatalog>().ById("local")!.Issuer;

    private async Task SignInAsync(string person)
    {
        using var browser = new ProviderBrowser(_app.Sidecars);
        var tokens = await browser.RedeemAsync((await browser.SignInAsync(person))!);
        await _app.Services.GetRequiredService<SessionGrants>().WriteAsync(
            Somebody(person), Issuer, $"session-{person}", new(tokens.GetProperty("refresh_token").GetString()!), default);
    }

    private Task<DelegatedTokenResult> GetAsync(string person) => _app.Services.GetRequiredService<DelegatedTokens>().GetAsync(
        GrantWorld.AuthorityOf(new(Somebody(person), "local", _app.Sidecars.Issuer, null, person, person)), new("reports"), default);
}
