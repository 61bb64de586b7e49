using Microsoft.AspNetCore.Http;
using Onbehalf.Identity;
using Onbehalf.Identity.Offboarding;
using Onbehalf.People;

namespace Onbehalf.Tests.Identity.Offboarding;

/// <summary>Where the refresh grant of a sign-in is the only proof of life, only a refusal that names the end of the account ends it.</summary>
public sealed class DeadGrantTests : IAsyncLifetime
{
    private IdentityWorld _world = null!;

    public async Task InitializeAsync() => _world = await IdentityWorld.StartAsync("grant");

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task A_refusal_that_says_the_account_has_ended_ends_sign_ins_and_only_signing_in_again_brings_the_person_back()
    {
        var alice = _world.Person("alice");
        await _world.Of<PeopleStore>().RememberAsync(alice, default);
        var first = await SignInAsync(alice, "r-1");
        _world.Issuer.Answer = static context => Task.FromResult(context.Request.Path == "/revoke" ? Results.Ok() : Results.Json(new { error = "invalid_grant", error_description = "User disabled" }, statusCode: 400));

        Assert.Equal("account-disabled", Assert.IsType<AuthorityResult.Refused>(await _world.Authorities.ConfirmAsync(alice, Freshness.Now, default)).Code);
        await _world.Of<Offboard>().FollowUpAllAsync(default);
        Assert.IsType<CallerResult.Refused>(await AuthenticateAsync(first));
        Assert.DoesNotContain(_world.Vault.Secrets.Keys, static name => name.Contains("-session-test-", StringComparison.Ordinal));
        Assert.IsType<AuthorityResult.Refused>(await _world.Authorities.ConfirmAsync(alice, Freshness.Now, default));

        _world.Issuer.Answer = static _ => Task.FromResult(Results.Json(new { refresh_token = "r-3" }));
        var second = await SignInAsync(alice, "r-2");

        Assert.IsType<AuthorityResult.Confirmed>(await _world.Authorities.ConfirmAsync(alice, Freshness.Now, default));
        Assert.IsType<CallerResult.Known>(await AuthenticateAsync(second));
        Assert.IsType<CallerResult.Refused>(await AuthenticateAsync(first));
    }

    [Theory]
    [InlineData("""{"error":"invalid_grant"}""", false)]
    [InlineData("""{"error":"invalid_grant","error_description":"AADSTS700082: inactive"}""", false)]
    [InlineData("""{"error":"invalid_grant","error_description":"AADSTS50076: MFA required","suberror":"basic_action"}""", true)]
    [InlineData("""{"error":"invalid_grant","error_description":"AADSTS50053: locked"}""", true)]
    public async Task T51_a_dead_token_or_a_second_factor_refuses_the_act_and_ends_nothing(string refusal, bool earlierStays)
    {
        var alice = _world.Person("alice");
        await _world.Of<PeopleStore>().RememberAsync(alice, default);
        var first = await SignInAsync(alice, "r-1");
        _world.Issuer.Answer = _ => Task.FromResult(Results.Text(refusal, "application/json", statusCode: 400));

        var refused = Assert.IsType<AuthorityResult.Refused>(await _world.Authorities.ConfirmAsync(alice, Freshness.Now, default));
        await _world.Of<PeopleSweep>().RunAsync(PeopleSweep.Budget, default);
        await _world.Of<Offboard>().FollowUpAllAsync(default);

        Assert.True(AccountCodes.IsForNow(refused.Code));
        Assert.False(refused.IsClearNo);
        Assert.IsType<CallerResult.Known>(await AuthenticateAsync(first));
        Assert.Null(await _world.Of<AccountBlocks>().FindAsync(alice.Id, default));
        Assert.Contains(_world.Vault.Secrets.Values, static secret => secret.Contains("r-1", StringComparison.Ordinal));

        _world.Issuer.Answer = static _ => Task.FromResult(Results.Json(new { access_token = "a", token_type = "Bearer" }));
        await SignInAsync(alice, "r-2");

        Assert.IsType<AuthorityResult.Confirmed>(await _world.Authorities.ConfirmAsync(alice, Freshness.Now, default));
        Assert.Equal(earlierStays, await AuthenticateAsync(first) is CallerResult.Known);
    }

    [Fact]
    public async Task A_token_that_works_again_lets_earlier_sessions_be()
    {
        var alice = _world.Person("alice");
        var first = await SignInAsync(alice, "r-1");
        _world.Issuer.Answer = static _ => Task.FromResult(Results.Json(new { error = "invalid_grant" }, statusCode: 400));
        await _world.Authorities.ConfirmAsync(alice, Freshness.Now, default);
        _world.Issuer.Answer = static _ => Task.FromResult(Results.Json(new { access_token = "a", token_type = "Bearer" }));

        Assert.IsType<AuthorityResult.Confirmed>(await _world.Authorities.ConfirmAsync(alice, Freshness.Now, default));
        await SignInAsync(alice, "r-2");

        Assert.IsType<CallerResult.Known>(await AuthenticateAsync(first));
    }

    [Fact]
    public async Task A_successor_that_the_vault_does_not_take_costs_nobody_their_account()
    {
        var alice = _world.Person("alice");
        await _world.Of<PeopleStore>().RememberAsync(alice, default);
        await SignInAsync(alice, "r-1");
        var living = "r-1";
        _world.Issuer.Answer = async context =>
        {
            if ((await context.Request.ReadFormAsync())["refresh_token"] != living)
                return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
            living += "n";
            return Results.Json(new { access_token = "a", token_type = "Bearer", refresh_token = living });
        };

        _world.Vault.TakesNothing = true;
        var first = await _world.Authorities.ConfirmAsync(alice, Freshness.Now, default);
        var second = await _world.Authorities.ConfirmAsync(alice, Freshness.Now, default);
        _world.Vault.TakesNothing = false;
        var third = await _world.Authorities.ConfirmAsync(alice, Freshness.Now, default);

        Assert.Equal("directory-unavailable", Assert.IsType<AuthorityResult.Refused>(first).Code);
        Assert.Equal("directory-unavailable", Assert.IsType<AuthorityResult.Refused>(second).Code);
        Assert.IsType<AuthorityResult.Confirmed>(third);
        Assert.Equal("r-1nnn", living);
        Assert.Contains(_world.Vault.Secrets.Values, static secret => secret.Contains("r-1nnn", StringComparison.Ordinal));
    }

    private async Task<string> SignInAsync(Subject person, string refreshToken)
    {
        var context = new DefaultHttpContext();
        (await _world.Of<Sessions>().CreateAsync(person, new(refreshToken), default)).AppendTo(context.Response, BrowserRequest.OriginUri);
        return BrowserRequest.CookieOf(context, "onbehalf-7071");
    }

    private Task<CallerResult> AuthenticateAsync(string cookie) => _world.Of<Callers>().AuthenticateAsync(BrowserRequest.To("/api/me", cookie: cookie).Request, default);
}
