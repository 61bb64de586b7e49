using Microsoft.AspNetCore.Http;
using Onbehalf.Identity;
using Onbehalf.People;

namespace Onbehalf.Tests.Identity;

public sealed class CallerTests : IAsyncLifetime
{
    private IdentityWorld _world = null!;

    public static TheoryData<string?, string?, bool> Unsafe { get; } = new()
    {
        { BrowserRequest.Origin, "1", true },
        { null, "1", false },
        { BrowserRequest.Origin, null, false },
        { BrowserRequest.Origin, "true", false },
        { "null", "1", false },
        { "http://127.0.0.1:7072", "1", false },
        { "http://127.0.0.1", "1", false },
        { "https://127.0.0.1:7071", "1", false },
        { "http://127.0.0.1:7071.evil.example", "1", false },
        { "http://127.0.0.1:7071/", "1", false },
    };

    public async Task InitializeAsync() => _world = await IdentityWorld.StartAsync();

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task A_bearer_token_makes_a_caller_who_may_not_confirm()
    {
        var caller = Known(await AuthenticateAsync(Bearer(_world.Issuer.Token())));

        Assert.Equal((_world.Person("alice").Id, CallerProof.BearerToken, false), (caller.Subject.Id, caller.Proof, caller.MayConfirm));
    }

    [Fact]
    public async Task A_browser_session_makes_a_caller_who_may_confirm()
    {
        var caller = Known(await AuthenticateAsync(BrowserRequest.To("/api/me", cookie: await CookieAsync("alice"))));

        Assert.Equal((_world.Person("alice").Id, CallerProof.BrowserSession, true), (caller.Subject.Id, caller.Proof, caller.MayConfirm));
    }

    [Theory]
    [InlineData("alice", "alice", true)]
    [InlineData("bob", "alice", false)]
    public async Task A_page_of_one_person_does_not_send_as_another_who_signed_in_in_the_same_browser(string page, string session, bool isKnown)
    {
        var context = BrowserRequest.To("/api/me", cookie: await CookieAsync(session));
        context.Request.Headers["X-Onbehalf-As"] = _world.Person(page).Id.Value;

        var result = await AuthenticateAsync(context);

        Assert.Equal(isKnown ? null : "session-ended", (result as CallerResult.Refused)?.Code);
    }

    [Theory]
    [InlineData("Basic YWxpY2U6b25iZWhhbGY=")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer a.b.c, Bearer a.b.c")]
    public async Task Any_other_authorization_is_refused_even_beside_a_good_session(string authorization)
    {
        var context = BrowserRequest.To("/api/me", cookie: await CookieAsync("alice"));
        context.Request.Headers.Authorization = authorization;

        Assert.Equal("token-invalid", Refused(await AuthenticateAsync(context)).Code);
    }

    [Fact]
    public async Task Two_authorization_headers_are_refused_even_when_both_are_good()
    {
        var context = Bearer(_world.Issuer.Token());
        context.Request.Headers.Append("Authorization", $"Bearer {_world.Issuer.Token()}");

        Assert.Equal("token-invalid", Refused(await AuthenticateAsync(context)).Code);
    }

    [Fact]
    public async Task A_refusal_tells_expired_from_invalid_and_no_more()
    {
        var expired = Refused(await AuthenticateAsync(Bearer(_world.Issuer.Token(claims => claims["exp"] = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds()))));
        var invalid = new List<CallerResult.Refused>();
        foreach (var token in new[] { "x", _world.Issuer.Token(claims => claims["aud"] = "other"), _world.Issuer.Token(header: head => head["typ"] = "JWT") })
            invalid.Add(Refused(await AuthenticateAsync(Bearer(token))));

        Assert.Equal("token-expired", expired.Code);
        Assert.StartsWith("Bearer error=\"invalid_token\"", expired.Challenge, StringComparison.Ordinal);
        Assert.StartsWith("Bearer error=\"invalid_token\"", Assert.Single(invalid.Distinct()).Challenge, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Unsafe))]
    public async Task A_session_changes_something_only_when_our_own_page_asks(string? origin, string? header, bool known)
    {
        var context = BrowserRequest.To("/api/threads", "POST", await CookieAsync("alice"));
        if (origin is not null)
            context.Request.Headers.Origin = origin;
        if (header is not null)
            context.Request.Headers["X-Onbehalf"] = header;

        var result = await AuthenticateAsync(context);

        Assert.Equal(known ? null : "cross-site", (result as CallerResult.Refused)?.Code);
        Assert.Equal(known, result is CallerResult.Known);
    }

    [Theory]
    [InlineData("onbehalf.example")]
    [InlineData("127.0.0.1.evil.example:7071")]
    [InlineData("169.254.169.254:7071")]
    public async Task A_session_counts_for_nothing_on_a_host_that_is_not_ours(string host) =>
        Assert.IsType<CallerResult.Anonymous>(await AuthenticateAsync(BrowserRequest.To("/api/me", cookie: await CookieAsync("alice"), host: host)));

    [Theory]
    [InlineData("onbehalf-7071=")]
    [InlineData("onbehalf-7071=x")]
    [InlineData("onbehalf-7071=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task A_guessed_session_is_worthless(string cookie) =>
        Assert.Equal("session-ended", Refused(await AuthenticateAsync(BrowserRequest.To("/api/me", cookie: cookie))).Code);

    [Fact]
    public async Task A_second_session_cookie_of_the_same_name_takes_both_away()
    {
        var cookie = $"{await CookieAsync("mallory")}; {await CookieAsync("alice")}";

        Assert.IsType<CallerResult.Anonymous>(await AuthenticateAsync(BrowserRequest.To("/api/me", cookie: cookie)));
    }

    [Fact]
    public async Task The_same_address_for_somebody_new_is_somebody_else()
    {
        var before = Known(await AuthenticateAsync(Bearer(_world.Issuer.Token(claims => (claims["sub"], claims["email"]) = ("u-1", "bob@corp.example")))));
        var after = Known(await AuthenticateAsync(Bearer(_world.Issuer.Token(claims => (claims["sub"], claims["email"]) = ("u-2", "bob@corp.example")))));

        Assert.NotEqual(before.Subject.Id, after.Subject.Id);
    }

    [Fact]
    public async Task A_name_in_a_token_is_only_a_first_value()
    {
        await _world.Of<PeopleStore>().RememberAsync(_world.Person("alice", "Alice of the directory"), default);

        var caller = Known(await AuthenticateAsync(Bearer(_world.Issuer.Token(claims => claims["name"] = "The Boss"))));

        Assert.Equal("Alice of the directory", caller.Subject.Name);
    }

    private static DefaultHttpContext Bearer(string token)
    {
        var context = BrowserRequest.To("/api/me");
        context.Request.Headers.Authorization = $"Bearer {token}";
        return context;
    }

    private static Caller Known(CallerResult result) => Assert.IsType<CallerResult.Known>(result).Caller;

    private static CallerResult.Refused Refused(CallerResult result) => Assert.IsType<CallerResult.Refused>(result);

    private Task<CallerResult> AuthenticateAsync(HttpContext context) => _world.Of<Callers>().AuthenticateAsync(context.Request, default);

    private async Task<string> CookieAsync(string key)
    {
        var context = new DefaultHttpContext();
        (await _world.Of<Sessions>().CreateAsync(_world.Person(key), null, default)).AppendTo(context.Response, BrowserRequest.OriginUri);
        return BrowserRequest.CookieOf(context, SessionCookie.NameOn(BrowserRequest.OriginUri));
    }
}
