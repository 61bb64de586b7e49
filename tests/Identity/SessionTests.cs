using Microsoft.AspNetCore.Http;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.Identity.SignIn;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Threads;

namespace Onbehalf.Tests.Identity;

public sealed class SessionTests : IAsyncLifetime
{
    private IdentityWorld _world = null!;

    public async Task InitializeAsync() => _world = await IdentityWorld.StartAsync();

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Theory]
    [InlineData("http://127.0.0.1:7071", "onbehalf-7071", false)]
    [InlineData("https://onbehalf.example", "__Host-onbehalf", true)]
    public async Task The_cookie_is_strict_out_of_reach_of_scripts_and_bound_to_its_host(string origin, string name, bool secure)
    {
        var context = new DefaultHttpContext();

        (await _world.Of<Sessions>().CreateAsync(_world.Person("alice"), null, default)).AppendTo(context.Response, new(origin));

        var header = Assert.Single(context.Response.Headers.SetCookie)!;
        Assert.Matches($"^{name}=[A-Za-z0-9_-]{{43}}; path=/; {(secure ? "secure; " : "")}samesite=strict; httponly$", header);
    }

    [Fact]
    public async Task The_table_never_holds_what_the_cookie_holds()
    {
        var cookie = await CookieAsync();
        var value = cookie[(cookie.IndexOf('=', StringComparison.Ordinal) + 1)..];

        var rows = new List<string>();
        await foreach (var row in _world.Of<Onbehalf.Storage.Tables>().Sessions.QueryAsync<Azure.Data.Tables.TableEntity>())
            rows.AddRange(row.Select(static property => $"{property.Value}"));

        Assert.NotEmpty(rows);
        Assert.DoesNotContain(rows, text => text.Contains(value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_idle_session_ends()
    {
        var cookie = await CookieAsync();

        _world.Time.Advance(Sessions.IdleLifetime);

        Assert.IsType<CallerResult.Refused>(await AuthenticateAsync(cookie));
    }

    [Fact]
    public async Task A_session_in_use_ends_too_when_its_time_is_over()
    {
        var cookie = await CookieAsync();
        var end = _world.Time.GetUtcNow() + Sessions.Lifetime;

        for (; _world.Time.GetUtcNow() < end; _world.Time.Advance(TimeSpan.FromHours(1)))
            Assert.IsType<CallerResult.Known>(await AuthenticateAsync(cookie));

        Assert.IsType<CallerResult.Refused>(await AuthenticateAsync(cookie));
    }

    [Fact]
    public async Task Signing_out_ends_the_session_revokes_its_grant_and_deletes_it()
    {
        var revoked = new List<string>();
        _world.Issuer.Answer = async context =>
        {
            revoked.Add($"{context.Request.Path} {(await context.Request.ReadFormAsync())["token"]}");
            return Results.Ok();
        };
        var cookie = await CookieAsync("refresh-1");
        Assert.IsType<CallerResult.Known>(await AuthenticateAsync(cookie));
        Assert.Single(_world.Vault.Secrets.Keys, static name => name.Contains("-session-test-", StringComparison.Ordinal));

        var (done, context) = await SignOutAsync(cookie);

        Assert.True(done);
        Assert.Contains("expires=Thu, 01 Jan 1970", Assert.Single(context.Response.Headers.SetCookie), StringComparison.Ordinal);
        Assert.Equal("session-ended", Assert.IsType<CallerResult.Refused>(await AuthenticateAsync(cookie)).Code);
        Assert.Equal(["/revoke refresh-1"], revoked);
        Assert.DoesNotContain(_world.Vault.Secrets.Keys, static name => name.Contains("-session-test-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signing_out_forgets_the_access_tokens_that_came_from_the_grant()
    {
        _world.Issuer.Answer = static context =>
            Task.FromResult(context.Request.Path == "/token" ? Results.Json(new { access_token = "access-1", token_type = "Bearer", expires_in = 3600 }) : Results.Ok());
        var cookie = await CookieAsync("refresh-1");
        var alice = new Authority(_world.Person("alice"), [], "1", _world.Time.GetUtcNow());
        Assert.IsType<SessionTokenResult.Granted>(await _world.Of<SessionTokens>().GetAsync(alice, "database", default));

        await SignOutAsync(cookie);

        Assert.IsType<SessionTokenResult.SignInRequired>(await _world.Of<SessionTokens>().GetAsync(alice, "database", default));
    }

    [Fact]
    public async Task Signing_out_in_one_browser_leaves_the_grant_of_a_later_sign_in()
    {
        var first = await CookieAsync("refresh-1");
        var second = await CookieAsync("refresh-2");

        await SignOutAsync(first);

        Assert.IsType<CallerResult.Known>(await AuthenticateAsync(second));
        Assert.Contains(_world.Vault.Secrets.Values, static value => value.Contains("refresh-2", StringComparison.Ordinal));
        Assert.Equal(0, _world.Issuer.Asked.GetValueOrDefault("/revoke"));
    }

    [Fact]
    public async Task Another_site_cannot_sign_a_person_out()
    {
        var cookie = await CookieAsync();

        var (done, _) = await SignOutAsync(cookie, origin: "https://evil.example");

        Assert.False(done);
        Assert.IsType<CallerResult.Known>(await AuthenticateAsync(cookie));
    }

    [Fact]
    public async Task An_open_stream_hears_of_the_end_of_its_own_session_and_of_no_other()
    {
        var sessions = _world.Of<Sessions>();
        var (first, second) = (await CookieAsync(), await CookieAsync());
        var (one, other) = (await CallerAsync(first), await CallerAsync(second));
        using var watch = sessions.Watch(one);
        using var another = sessions.Watch(other);
        using var token = sessions.Watch(new(_world.Person("alice"), CallerProof.BearerToken));

        await SignOutAsync(first);

        Assert.Equal([true, false, false], new[] { watch, another, token }.Select(static one => one.Ended.IsCancellationRequested));
        Assert.False(await sessions.LastsAsync(one, TimeSpan.FromHours(1), default));
        Assert.True(await sessions.LastsAsync(other, TimeSpan.FromHours(1), default));

        await sessions.EndAllAsync(other.Subject.Id, default);

        Assert.Equal([true, false], new[] { another, token }.Select(static one => one.Ended.IsCancellationRequested));
    }

    [Fact]
    public async Task A_stream_that_a_bearer_token_opened_ends_when_the_token_expires()
    {
        var sessions = _world.Of<Sessions>();
        var caller = new Caller(_world.Person("alice"), CallerProof.BearerToken) { ExpiresAt = _world.Time.GetUtcNow() + TimeSpan.FromMinutes(5) };
        var old = new Caller(_world.Person("alice"), CallerProof.BearerToken) { ExpiresAt = _world.Time.GetUtcNow() };
        using var over = sessions.Watch(old);

        Assert.True(await sessions.LastsAsync(caller, TimeSpan.Zero, default));
        await Waiting.UntilAsync(() => over.Ended.IsCancellationRequested);

        _world.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.False(await sessions.LastsAsync(caller, TimeSpan.Zero, default));
    }

    [Fact]
    public async Task An_instance_notices_within_the_asked_time_that_a_session_ended_at_another_and_does_not_prolong_it()
    {
        var here = _world.Of<Sessions>();
        var there = new Sessions(_world.Of<Onbehalf.Storage.Tables>(), _world.Of<IssuerCatalog>(), _world.Of<SessionGrants>(), _world.Time);
        var (atMost, caller) = (TimeSpan.FromSeconds(15), await CallerAsync(await CookieAsync()));
        Assert.True(await here.LastsAsync(caller, atMost, default));

        await there.EndAllAsync(caller.Subject.Id, default);
        _world.Time.Advance(atMost);

        Assert.False(await here.LastsAsync(caller, atMost, default));
        var idle = await CallerAsync(await CookieAsync());
        for (var waited = TimeSpan.Zero; waited < Sessions.IdleLifetime; waited += TimeSpan.FromMinutes(30))
        {
            Assert.True(await here.LastsAsync(idle, atMost, default));
            _world.Time.Advance(TimeSpan.FromMinutes(30));
        }

        Assert.False(await here.LastsAsync(idle, atMost, default));
    }

    [Fact]
    public async Task Requests_that_a_page_sends_at_once_share_one_read_of_their_session()
    {
        var sessions = _world.Of<Sessions>();
        var cookie = (await CookieAsync()).Split('=')[1];

        using var count = new StorageCount();
        var found = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => sessions.FindAsync(cookie, default)));

        Assert.Equal("alice", Assert.Single(found.Distinct())!.Subject.Key);
        Assert.Equal(1, count.Requests);
        await sessions.EndAsync(found[0]!, default);
        Assert.Null(await sessions.FindAsync(cookie, default));
    }

    [Fact]
    public async Task What_is_over_is_swept_and_what_lives_stays()
    {
        await CookieAsync();
        _world.Time.Advance(Sessions.Lifetime + TimeSpan.FromMinutes(1));
        var living = await CookieAsync();

        await _world.Of<Sessions>().SweepAsync(default);

        var rows = 0;
        await foreach (var row in _world.Of<Onbehalf.Storage.Tables>().Sessions.QueryAsync<Azure.Data.Tables.TableEntity>())
            rows++;
        Assert.Equal(1, rows);
        Assert.IsType<CallerResult.Known>(await AuthenticateAsync(living));
    }

    private Task<CallerResult> AuthenticateAsync(string cookie) =>
        _world.Of<Callers>().AuthenticateAsync(BrowserRequest.To("/api/me", cookie: cookie).Request, default);

    private async Task<Caller> CallerAsync(string cookie) => Assert.IsType<CallerResult.Known>(await AuthenticateAsync(cookie)).Caller;

    private async Task<(bool Done, HttpContext Context)> SignOutAsync(string cookie, string origin = BrowserRequest.Origin)
    {
        var context = BrowserRequest.To("/auth/sign-out", "POST", cookie);
        context.Request.Headers.Origin = origin;
        context.Request.Headers["X-Onbehalf"] = "1";
        return (await _world.Of<EndSession>().RunAsync(context, default), context);
    }

    private async Task<string> CookieAsync(string? refreshToken = null)
    {
        var context = new DefaultHttpContext();
        var cookie = await _world.Of<Sessions>().CreateAsync(_world.Person("alice"), refreshToken is null ? null : new(refreshToken), default);
        cookie.AppendTo(context.Response, BrowserRequest.OriginUri);
        return BrowserRequest.CookieOf(context, "onbehalf-7071");
    }
}
