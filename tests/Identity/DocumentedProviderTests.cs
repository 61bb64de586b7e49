using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Identity.Web;
using Onbehalf.Identity;
using Onbehalf.Identity.Directories;
using Onbehalf.Identity.Issuers;
using Onbehalf.Identity.SignIn;
using Onbehalf.People;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Identity;

/// <summary>Every entry of docs/identity-providers.md, as it is written there, against a server that speaks as this provider does.</summary>
public sealed partial class DocumentedProviderTests : IAsyncDisposable
{
    private static readonly string[] All = ["auth0", "entra", "google", "idp", "keycloak", "okta"];

    private readonly LogLines _log = new();
    private IdentityWorld? _world;
    private SpeakingProvider _provider = null!;

    public static TheoryData<string> Ids { get; } = new(All);

    [Fact]
    public void The_page_has_an_entry_for_each_of_them() => Assert.Equal(All, Documented().Keys.Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task A_person_signs_in_is_confirmed_and_is_the_same_by_a_bearer_token(string id)
    {
        var setting = await StartAsync(id);

        var (step, cookie) = await SignInAsync();

        Assert.IsType<SignInStep.Done>(step);
        var caller = Assert.IsType<CallerResult.Known>(await AuthenticateAsync(cookie!)).Caller;
        Assert.Equal((_provider.Key, id, setting.Issuer), (caller.Subject.Key, caller.Subject.ProviderId, caller.Subject.Issuer));
        for (var act = 0; act < 2; act++)
        {
            var authority = Assert.IsType<AuthorityResult.Confirmed>(await World.Authorities.ConfirmAsync(caller.Subject, Freshness.Now, default)).Authority;
            Assert.Equal(setting.Directory.Kind == "grant" ? [] : ["g1"], authority.Groups);
        }

        var bearer = await World.Of<AccessTokens>().ValidateAsync(_provider.AccessToken());
        if (id == "google")
            Assert.IsType<TokenResult.Invalid>(bearer); // Google's access tokens are opaque: this one stands for none.
        else
            Assert.Equal(caller.Subject.Id, Assert.IsType<TokenResult.Valid>(bearer).Subject.Id);
        Assert.Equal(new IssuerState(id, null), Assert.Single(await World.Of<TrustedIssuers>().ReportAsync()));
    }

    [Theory]
    [InlineData("google")]
    [InlineData("keycloak")]
    [InlineData("auth0")]
    public async Task A_refresh_token_that_is_refused_asks_the_person_to_sign_in_again_and_ends_nothing(string id)
    {
        await StartAsync(id);
        var (_, cookie) = await SignInAsync();
        var person = Assert.IsType<CallerResult.Known>(await AuthenticateAsync(cookie!)).Caller.Subject;
        _provider.Refuses = true;

        var refused = Assert.IsType<AuthorityResult.Refused>(await World.Authorities.ConfirmAsync(person, Freshness.Now, default));

        Assert.Equal("sign-in-again", refused.Code);
        Assert.Contains("sign in again", refused.Reason, StringComparison.Ordinal);
        Assert.IsType<CallerResult.Known>(await AuthenticateAsync(cookie!));
        _provider.Refuses = false;
        Assert.IsType<SignInStep.Done>((await SignInAsync()).Step);
        Assert.IsType<AuthorityResult.Confirmed>(await World.Authorities.ConfirmAsync(person, Freshness.Now, default));
    }

    [Theory]
    [InlineData("google")]
    [InlineData("keycloak")]
    [InlineData("auth0")]
    public async Task A_sign_in_without_a_refresh_token_is_refused_with_the_reason(string id)
    {
        await StartAsync(id);
        _provider.KeepsRefreshTokens = true;

        var (step, cookie) = await SignInAsync();

        Assert.Contains("no refresh token", Assert.IsType<SignInStep.Refused>(step).Reason, StringComparison.Ordinal);
        Assert.Null(cookie);
        Assert.Contains(_log.Lines, static line => line.Contains("gave no refresh token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_refresh_token_a_directory_still_confirms_and_the_operator_is_told()
    {
        await StartAsync("okta");
        _provider.KeepsRefreshTokens = true;

        Assert.IsType<SignInStep.Done>((await SignInAsync()).Step);
        Assert.Contains(_log.Lines, static line => line.Contains("gave no refresh token", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_the_provider_declines_is_said_to_the_operator()
    {
        await StartAsync("google", static setting => setting with { Scopes = "openid profile offline_access" });

        Assert.IsType<SignInStep.Refused>((await SignInAsync()).Step);
        Assert.Contains("google declined a sign-in (invalid_scope).", _log.Lines);
    }

    [Fact]
    public async Task A_wrong_secret_is_said_to_the_operator()
    {
        await StartAsync("entra", static setting => setting with { ClientAssertion = null, ClientSecret = "wrong" }, static provider => provider with { ClientAssertion = "managed-identity" });

        Assert.IsType<SignInStep.Refused>((await SignInAsync()).Step);
        Assert.Contains(_log.Lines, static line => line.Contains("did not exchange the code of a sign-in (invalid_client)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Parameters_of_the_operators_are_added_and_never_replace_the_sign_ins_own()
    {
        await StartAsync("google", static setting => setting with { AuthorizationParameters = new() { ["prompt"] = "select_account consent", ["hd"] = "corp.example" } });
        var asked = await BeginAsync();

        Assert.Equal(("select_account consent", "corp.example", "offline", "openid profile"), (asked.Query["prompt"], asked.Query["hd"], asked.Query["access_type"], asked.Query["scope"]));
        foreach (var own in new[] { "state", "nonce", "redirect_uri", "client_id", "scope", "code_challenge", "request" })
            Assert.Throws<InvalidOperationException>(() => new Issuer(Documented()["google"] with { AuthorizationParameters = new() { [own] = "x" } }));
    }

    [Fact]
    public async Task A_provider_that_lists_no_scopes_is_asked_for_offline_access()
    {
        await StartAsync("idp");

        var asked = await BeginAsync();

        Assert.Equal("openid profile offline_access", asked.Query["scope"]);
        Assert.False(asked.Query.ContainsKey("access_type"));
    }

    public async ValueTask DisposeAsync()
    {
        if (_world is not null)
            await _world.DisposeAsync();
    }

    [GeneratedRegex("```json\n(\\[.*?\\])\n```", RegexOptions.Singleline)]
    private static partial Regex Examples();

    private static Dictionary<string, IssuerSetting> Documented() => Examples()
        .Matches(File.ReadAllText(Path.Combine(Clone.Root, "docs", "identity-providers.md")).ReplaceLineEndings("\n"))
        .Select(static match => JsonSerializer.Deserialize<IssuerSetting[]>(match.Groups[1].Value, SettingJson.Strict)!.Single())
        .ToDictionary(static setting => setting.Id, StringComparer.Ordinal);

    private IdentityWorld World => _world!;

    private async Task<IssuerSetting> StartAsync(string id, Func<IssuerSetting, IssuerSetting>? change = null, Func<IssuerSetting, IssuerSetting>? spoken = null)
    {
        var documented = Documented()[id];
        var setting = change?.Invoke(documented) ?? documented;
        _world = await IdentityWorld.StartAsync(more: services => services
            .AddLogging(logging => logging.AddProvider(_log))
            .AddSingleton<ClientAssertionProviderBase>(new PaperAssertion())
            .AddSingleton(of => new IssuerCatalog([Here(setting)], of.GetRequiredService<TimeProvider>(), () => new(new ToHere(new(World.Issuer.Url))), of.GetRequiredService<ILogger<IssuerCatalog>>()))
            .AddSingleton(of => DirectoryCatalog.Of(
                of.GetRequiredService<IssuerCatalog>(), of.GetRequiredService<TokenEndpoint>(), of.GetRequiredService<SessionGrants>(), of.GetRequiredService<GrantLease>(), new DirectoryOf.AppToken())));
        _provider = new(World.Issuer, spoken?.Invoke(setting) ?? setting);
        _provider.Start();
        return setting;
    }

    /// <summary>The entry with its directory on this machine.</summary>
    private Issuer Here(IssuerSetting setting) => new(setting with { Directory = setting.Directory with { Url = setting.Directory.Kind == "grant" ? null : $"{World.Issuer.Url}/directory" } });

    private async Task<(Dictionary<string, string> Query, string Cookie)> BeginAsync()
    {
        var context = BrowserRequest.To("/auth/sign-in");
        var address = Assert.IsType<SignInStep.GoToProvider>(await World.Of<BeginSignIn>().RunAsync(context, default)).Address;
        return (QueryHelpers.ParseQuery(address.Query).ToDictionary(static one => one.Key, static one => $"{one.Value}"), BrowserRequest.CookieOf(context, "onbehalf-sign-in-7071"));
    }

    private async Task<(SignInStep Step, string? Cookie)> SignInAsync()
    {
        var (asked, cookie) = await BeginAsync();
        var answer = new Dictionary<string, string?> { ["state"] = asked["state"] };
        if (_provider.Ask(asked) is { } error)
            answer["error"] = error;
        else
            answer["code"] = "c-1";
        if (World.Issuer.NamesItself)
            answer["iss"] = World.Issuer.Named;
        var context = BrowserRequest.To($"/auth/callback{QueryHelpers.AddQueryString("", answer)}", cookie: cookie);
        var step = await World.Of<CompleteSignIn>().RunAsync(context, default);
        return (step, step is SignInStep.Done ? BrowserRequest.CookieOf(context, "onbehalf-7071") : null);
    }

    private Task<CallerResult> AuthenticateAsync(string cookie) => World.Of<Callers>().AuthenticateAsync(BrowserRequest.To("/api/me", cookie: cookie).Request, default);
}
