using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Onbehalf.Identity;
using Onbehalf.Identity.SignIn;
using Onbehalf.People;

namespace Onbehalf.Tests.Identity;

public sealed class SignInTests : IAsyncLifetime
{
    private readonly HashSet<string> _usedCodes = [];
    private IdentityWorld _world = null!;
    private Dictionary<string, StringValues> _asked = [];
    private Action<Dictionary<string, object?>> _spoilIdToken = static _ => { };
    private bool _active = true;

    public static TheoryData<string> Forged { get; } =
        ["no cookie", "cookie cut", "state of another sign-in", "no state", "two states", "issuer of somebody else", "no issuer", "ten minutes later"];

    public static TheoryData<string> BadIdTokens { get; } =
        ["nonce of another sign-in", "no nonce", "another audience", "two audiences without us", "two audiences and another authorized party", "another authorized party", "an access token", "expired", "issued long ago", "another issuer"];

    public async Task InitializeAsync()
    {
        _world = await IdentityWorld.StartAsync();
        _world.Issuer.Answer = AnswerAsync;
    }

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task A_person_signs_in_and_comes_back_to_where_they_were()
    {
        var (cookie, query) = await BeginAsync("/threads/t1?x=1");

        var (step, context) = await CompleteAsync(cookie, query);

        Assert.Equal("/threads/t1?x=1", Assert.IsType<SignInStep.Done>(step).ReturnTo);
        var session = BrowserRequest.CookieOf(context, "onbehalf-7071");
        var caller = Assert.IsType<CallerResult.Known>(await _world.Of<Callers>().AuthenticateAsync(BrowserRequest.To("/api/me", cookie: session).Request, default)).Caller;
        Assert.Equal((_world.Person("alice").Id, "Alice of the directory"), (caller.Subject.Id, caller.Subject.Name));
        Assert.Contains(_world.Vault.Secrets, static secret => secret.Value.Contains("refresh-1", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_request_to_the_provider_carries_state_nonce_and_a_challenge()
    {
        var (cookie, _) = await BeginAsync("/");

        Assert.Equal(("code", "onbehalf-web", "S256", $"{BrowserRequest.Origin}/auth/callback"), ($"{_asked["response_type"]}", $"{_asked["client_id"]}", $"{_asked["code_challenge_method"]}", $"{_asked["redirect_uri"]}"));
        Assert.All(["state", "nonce", "code_challenge"], name => Assert.Matches("^[A-Za-z0-9_-]{43}$", $"{_asked[name]}"));
        Assert.DoesNotContain($"{_asked["state"]}", cookie, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_cookie_of_a_sign_in_is_lax_out_of_reach_of_scripts_and_short_lived()
    {
        var context = BrowserRequest.To("/auth/sign-in");

        await _world.Of<BeginSignIn>().RunAsync(context, default);

        Assert.Matches("^onbehalf-sign-in-7071=[A-Za-z0-9_-]+; max-age=600; path=/; samesite=lax; httponly$", Assert.Single(context.Response.Headers.SetCookie));
    }

    [Theory]
    [MemberData(nameof(Forged))]
    public async Task An_answer_that_this_browser_did_not_ask_for_starts_nothing(string name)
    {
        var (cookie, query) = await BeginAsync("/");
        var (_, other) = await BeginAsync("/");
        var asked = _world.Issuer.Asked.GetValueOrDefault("/token");
        switch (name)
        {
            case "no cookie": cookie = null; break;
            case "cookie cut": cookie = cookie![..^4]; break;
            case "state of another sign-in": query["state"] = other["state"]; break;
            case "no state": query.Remove("state"); break;
            case "two states": query["state"] = new StringValues([query["state"]!, query["state"]!]); break;
            case "issuer of somebody else": query["iss"] = "https://idp.example"; break;
            case "no issuer": query.Remove("iss"); break;
            default: _world.Time.Advance(TimeSpan.FromMinutes(11)); break;
        }

        var (step, context) = await CompleteAsync(cookie, query);

        Assert.IsType<SignInStep.Refused>(step);
        Assert.DoesNotContain(context.Response.Headers.SetCookie, static header => header!.StartsWith("onbehalf-7071=", StringComparison.Ordinal));
        Assert.Equal(asked, _world.Issuer.Asked.GetValueOrDefault("/token"));
    }

    [Fact]
    public async Task An_answer_is_taken_once()
    {
        var (cookie, query) = await BeginAsync("/");

        Assert.IsType<SignInStep.Done>((await CompleteAsync(cookie, query)).Step);
        query["code"] = $"{query["code"]}-again";
        Assert.IsType<SignInStep.Refused>((await CompleteAsync(cookie, query)).Step);
    }

    [Theory]
    [MemberData(nameof(BadIdTokens))]
    public async Task An_ID_token_that_is_not_the_answer_to_this_sign_in_admits_nobody(string name)
    {
        _spoilIdToken = claims =>
        {
            switch (name)
            {
                case "nonce of another sign-in": claims["nonce"] = new string('x', 43); break;
                case "no nonce": claims["nonce"] = null; break;
                case "another audience": claims["aud"] = TestIssuer.Audience; break;
                case "two audiences without us": claims["aud"] = new[] { TestIssuer.Audience, "other" }; break;
                case "two audiences and another authorized party": (claims["aud"], claims["azp"]) = (new[] { TestIssuer.ClientId, "other" }, "other"); break;
                case "another authorized party": claims["azp"] = "other"; break;
                case "an access token": claims["typ"] = "at+jwt"; break;
                case "expired": claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds(); break;
                case "issued long ago": claims["iat"] = DateTimeOffset.UtcNow.AddHours(-1).ToUnixTimeSeconds(); break;
                default: claims["iss"] = "https://idp.example"; break;
            }
        };
        var (cookie, query) = await BeginAsync("/");

        var (step, _) = await CompleteAsync(cookie, query);

        Assert.IsType<SignInStep.Refused>(step);
        Assert.DoesNotContain(_world.Vault.Secrets, static secret => secret.Value.Contains("refresh-1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("two audiences")]
    [InlineData("two audiences and us as the authorized party")]
    [InlineData("one audience in a list")]
    [InlineData("an authorized party")]
    public async Task An_ID_token_may_name_other_audiences_beside_us(string name)
    {
        _spoilIdToken = claims =>
        {
            claims["aud"] = name switch
            {
                "one audience in a list" => new[] { TestIssuer.ClientId },
                "an authorized party" => TestIssuer.ClientId,
                _ => new[] { TestIssuer.ClientId, "project" },
            };
            claims["azp"] = name.EndsWith("party", StringComparison.Ordinal) ? TestIssuer.ClientId : null;
        };
        var (cookie, query) = await BeginAsync("/");

        Assert.IsType<SignInStep.Done>((await CompleteAsync(cookie, query)).Step);
    }

    [Fact]
    public async Task A_disabled_person_is_turned_away_with_the_reason()
    {
        _active = false;
        var (cookie, query) = await BeginAsync("/");

        var (step, _) = await CompleteAsync(cookie, query);

        Assert.Contains("disabled", Assert.IsType<SignInStep.Refused>(step).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, "Succeeded")]
    [InlineData(false, "Denied")]
    public async Task Who_came_in_and_who_was_turned_away_is_on_record_by_name(bool active, string decision)
    {
        _active = active;
        var (cookie, query) = await BeginAsync("/");

        await CompleteAsync(cookie, query);

        Assert.Contains(await AuditAsync(), row => row.Contains("sign-in", StringComparison.Ordinal)
            && row.Contains(decision, StringComparison.OrdinalIgnoreCase) && row.Contains(_world.Person("alice").Id.Value, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sign_in_that_cannot_be_recorded_does_not_happen()
    {
        var (cookie, query) = await BeginAsync("/");
        await _world.Of<Onbehalf.Storage.Tables>().Audit.DeleteAsync();

        await Assert.ThrowsAsync<Onbehalf.Audit.AuditNotWrittenException>(() => CompleteAsync(cookie, query));

        Assert.DoesNotContain(_world.Vault.Secrets, static secret => secret.Value.Contains("refresh-1", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/threads/t1", "/threads/t1")]
    [InlineData("/a?b=c&d=%2F#e", "/a?b=c&d=%2F#e")]
    [InlineData(null, "/")]
    [InlineData("https://evil.example/", "/")]
    [InlineData("//evil.example", "/")]
    [InlineData("/\\evil.example", "/")]
    [InlineData("/a\\b", "/")]
    [InlineData("/a\r\nSet-Cookie: x=y", "/")]
    [InlineData("/\t/evil.example", "/")]
    [InlineData("/x\"><script>", "/")]
    [InlineData("javascript:alert(1)", "/")]
    [InlineData("/auth/sign-in", "/")]
    [InlineData("/auth/slack/open/p0a", "/auth/slack/open/p0a")]
    [InlineData("/auth/slack/open/../../sign-in", "/")]
    [InlineData("/ok\n", "/")]
    public void A_person_only_ever_returns_to_a_path_of_this_site(string? asked, string expected) => Assert.Equal(expected, ReturnPath.Of(asked));

    private async Task<List<string>> AuditAsync()
    {
        var rows = new List<string>();
        await foreach (var row in _world.Of<Onbehalf.Storage.Tables>().Audit.QueryAsync<Azure.Data.Tables.TableEntity>())
            rows.Add(string.Join(' ', row.Select(static property => $"{property.Key}={property.Value}")));
        return rows;
    }

    private async Task<(string? Cookie, Dictionary<string, StringValues> Query)> BeginAsync(string returnTo)
    {
        var context = BrowserRequest.To($"/auth/sign-in?returnTo={Uri.EscapeDataString(returnTo)}");
        var step = Assert.IsType<SignInStep.GoToProvider>(await _world.Of<BeginSignIn>().RunAsync(context, default));
        Assert.StartsWith($"{_world.Issuer.Url}/authorize?", step.Address.AbsoluteUri, StringComparison.Ordinal);
        _asked = QueryHelpers.ParseQuery(step.Address.Query);
        var code = $"{_asked["code_challenge"]}.{_asked["nonce"]}";
        return (BrowserRequest.CookieOf(context, "onbehalf-sign-in-7071"), new() { ["code"] = code, ["state"] = _asked["state"], ["iss"] = _world.Issuer.Url });
    }

    private async Task<(SignInStep Step, HttpContext Context)> CompleteAsync(string? cookie, Dictionary<string, StringValues> query)
    {
        var context = BrowserRequest.To($"/auth/callback{QueryString.Create(query)}", cookie: cookie);
        return (await _world.Of<CompleteSignIn>().RunAsync(context, default), context);
    }

    /// <summary>The provider: a code holds its own challenge and nonce, and works once, for its verifier, for the registered client.</summary>
    private async Task<IResult> AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/directory/Users/alice")
            return Results.Json(new { id = "alice", displayName = "Alice of the directory", active = _active, groups = new[] { new { value = "hr" } } });
        if (context.Request.Path != "/token")
            return Results.NotFound();
        var form = await context.Request.ReadFormAsync();
        var code = $"{form["code"]}".Split('.', '-');
        var challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($"{form["code_verifier"]}")));
        var client = $"Basic {Convert.ToBase64String("onbehalf-web:not%20a%20secret"u8)}";
        if (!$"{form["code"]}".StartsWith(challenge, StringComparison.Ordinal) || context.Request.Headers.Authorization != client || !_usedCodes.Add(code[0]))
            return Results.Json(new { error = "invalid_grant" }, statusCode: 400);
        return Results.Json(new { access_token = "unused", id_token = IdToken($"{form["code"]}"[(challenge.Length + 1)..]), refresh_token = "refresh-1", token_type = "Bearer" });
    }

    private string IdToken(string nonce)
    {
        var claims = _world.Issuer.Claims();
        (claims["aud"], claims["nonce"], claims["client_id"]) = (TestIssuer.ClientId, nonce, null);
        _spoilIdToken(claims);
        var header = TestIssuer.Header();
        header["typ"] = claims.Remove("typ", out var type) ? type : "JWT";
        return TokenText.Of(_world.Issuer.Keys[0], header, claims);
    }
}
