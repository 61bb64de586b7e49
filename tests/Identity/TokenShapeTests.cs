using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.Ids;

namespace Onbehalf.Tests.Identity;

/// <summary>Tokens as particular providers write them, and the reason that an operator reads for each that is refused.</summary>
public sealed class TokenShapeTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private readonly LogLines _log = new();
    private TestIssuer _issuer = null!;

    public static TheoryData<string, string> Reasons { get; } = new()
    {
        { "not a token", "three parts" },
        { "another issuer", "https://idp.example is not in ONBEHALF_ISSUERS" },
        { "no issuer", "none is not in ONBEHALF_ISSUERS" },
        { "an issuer that is no address", "unreadable is not in ONBEHALF_ISSUERS" },
        { "no typ", "typ (none) is not in tokenTypes" },
        { "typ JWT", "typ JWT is not in tokenTypes" },
        { "no kid", "names no key (kid)" },
        { "an unknown kid", "is not in the key set" },
        { "another signature", "signature does not match" },
        { "another audience", "audience api://payroll is not api://onbehalf" },
        { "a slash", "is not the one that the discovery document names" },
        { "not valid yet", "not valid yet (nbf)" },
        { "no expiry", "no expiry" },
        { "expired", "it has expired" },
        { "a nonce", "nonce" },
        { "bound", "cnf" },
        { "an app", "an app got it for itself" },
        { "the web client", "web client" },
        { "no subject", "sub is missing" },
        { "an extension", "crit" },
        { "an algorithm", "algorithm" },
    };

    public async Task InitializeAsync() => _issuer = await TestIssuer.StartAsync();

    public Task DisposeAsync() => _issuer.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Reasons))]
    public async Task Every_refused_token_gives_the_operator_a_reason_and_no_text_of_the_token(string name, string reason)
    {
        var token = Spoiled(name);

        await Tokens().ValidateAsync(token);

        var line = Assert.Single(_log.Lines);
        Assert.Contains(reason, line, StringComparison.Ordinal);
        Assert.All(token.Split('.').Where(static part => part.Length > 5), part => Assert.DoesNotContain(part, line, StringComparison.Ordinal));
        Assert.DoesNotContain("alice", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("issuer\r\nforged line")]
    [InlineData("https://idp.example/?token=eyJhbGciOi")]
    [InlineData("alice@corp.example")]
    public async Task What_a_stranger_writes_into_a_token_does_not_get_into_the_log(string issuer)
    {
        await Tokens().ValidateAsync(_issuer.Token(claims => claims["iss"] = issuer, head => head["typ"] = "x\ny"));

        Assert.DoesNotContain(issuer, Assert.Single(_log.Lines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(true, true)]
    public async Task One_key_signs_without_a_name_on_either_side(bool tokenNames, bool setNames)
    {
        _issuer.Keys.RemoveAt(1);
        _issuer.LeavesOutKeyIds = !setNames;

        Assert.IsType<TokenResult.Valid>(await Tokens().ValidateAsync(_issuer.Token(header: head => head["kid"] = tokenNames ? "rsa-1" : null)));
    }

    [Fact]
    public async Task Neither_side_names_the_one_key()
    {
        _issuer.Keys.RemoveAt(1);
        _issuer.LeavesOutKeyIds = true;
        var tokens = Tokens();

        Assert.IsType<TokenResult.Valid>(await tokens.ValidateAsync(_issuer.Token(header: static head => head["kid"] = null)));
        Assert.IsType<TokenResult.Invalid>(await tokens.ValidateAsync(TokenText.Of(SigningKey.Rsa("rsa-1"), Nameless(), _issuer.Claims())));
        Assert.IsType<TokenResult.Invalid>(await tokens.ValidateAsync(_issuer.Token(header: static head => (head["kid"], head["alg"]) = (null, "none"))));
        Assert.IsType<TokenResult.Invalid>(await tokens.ValidateAsync(_issuer.Token(header: static head => (head["kid"], head["alg"]) = (null, "HS256"))));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("rsa-1")]
    public async Task With_several_keys_that_have_no_name_nobody_can_say_whose_a_token_is(string? kid)
    {
        _issuer.LeavesOutKeyIds = true;

        Assert.IsType<TokenResult.Invalid>(await Tokens().ValidateAsync(_issuer.Token(header: head => head["kid"] = kid)));
    }

    [Fact]
    public async Task A_nameless_key_that_was_replaced_is_fetched_when_a_signature_does_not_match()
    {
        _issuer.Keys.RemoveAt(1);
        _issuer.LeavesOutKeyIds = true;
        var tokens = Tokens();
        await tokens.ValidateAsync(_issuer.Token(header: static head => head["kid"] = null));
        _time.Advance(CacheTimes.BackOff);
        _issuer.Keys[0] = SigningKey.Rsa("rsa-2");

        Assert.IsType<TokenResult.Valid>(await tokens.ValidateAsync(_issuer.Token(header: static head => head["kid"] = null)));
        for (var stranger = 0; stranger < 20; stranger++)
            Assert.IsType<TokenResult.Invalid>(await tokens.ValidateAsync(TokenText.Of(SigningKey.Ec("x"), new() { ["alg"] = "ES256", ["typ"] = "at+jwt" }, _issuer.Claims())));
        Assert.Equal(2, _issuer.Asked["/jwks"]);
    }

    [Theory]
    [InlineData("okta", null, true)]
    [InlineData("okta", "at+jwt", true)]
    [InlineData("okta", "JWT", false)]
    [InlineData("scim", null, false)]
    public async Task An_Okta_access_token_has_no_typ(string kind, string? type, bool isAccepted)
    {
        var result = await Tokens(kind).ValidateAsync(_issuer.Token(static claims => (claims["uid"], claims["cid"], claims["scp"]) = ("00u1", "0oa1", new[] { "openid" }), head => head["typ"] = type));

        Assert.Equal(isAccepted, result is TokenResult.Valid { Subject.Key: "00u1" or "alice" });
    }

    [Theory]
    [InlineData("nonce")]
    [InlineData("at_hash")]
    public async Task An_Okta_ID_token_is_not_taken_for_an_access_token_without_typ(string mark)
    {
        var tokens = Tokens("okta");
        var marked = _issuer.Token(claims => (claims["uid"], claims[mark]) = ("00u1", "x"), static head => head["typ"] = null);
        var bare = _issuer.Token(static claims => (claims["uid"], claims["client_id"]) = ("00u1", null), static head => head["typ"] = null);
        var ours = _issuer.Token(static claims => (claims["uid"], claims["aud"]) = ("00u1", TestIssuer.ClientId), static head => head["typ"] = null);

        foreach (var token in new[] { marked, bare, ours })
            Assert.IsType<TokenResult.Invalid>(await tokens.ValidateAsync(token));
    }

    [Theory]
    [InlineData("", "/", "/")]
    [InlineData("/", "", "")]
    [InlineData("/", "/", "/")]
    public async Task The_document_decides_whether_the_issuer_ends_in_a_slash(string declared, string named, string written)
    {
        _issuer.Named = _issuer.Url + named;
        var tokens = TokensOf(_issuer.Setting() with { Issuer = _issuer.Url + declared });

        var valid = Assert.IsType<TokenResult.Valid>(await tokens.ValidateAsync(_issuer.Token(claims => claims["iss"] = _issuer.Url + written)));
        Assert.Equal(SubjectId.Of(_issuer.Url + declared, null, "alice"), valid.Subject.Id);
        Assert.IsType<TokenResult.Invalid>(await tokens.ValidateAsync(_issuer.Token(claims => claims["iss"] = _issuer.Url + (written == "/" ? "" : "/"))));
        Assert.IsType<TokenResult.Invalid>(await tokens.ValidateAsync(_issuer.Token(claims => claims["iss"] = _issuer.Url + "//")));
    }

    [Theory]
    [InlineData("https://idp.example", "names another issuer")]
    [InlineData("https://login.microsoftonline.com/{tenantid}/v2.0", "list the permitted ones in tenants")]
    [InlineData("https://sts.windows.net/11111111-1111-1111-1111-111111111111/", "end the issuer with /v2.0")]
    [InlineData("URL//", "names another issuer")]
    public async Task A_document_that_names_another_issuer_is_said_to_the_operator_and_in_health(string named, string reason)
    {
        _issuer.Named = named.Replace("URL", _issuer.Url, StringComparison.Ordinal);
        var catalog = Catalog(_issuer.Setting());

        Assert.IsType<TokenResult.Unavailable>(await new AccessTokens(catalog, _log).ValidateAsync(_issuer.Token()));

        var state = Assert.Single(await new TrustedIssuers(catalog).ReportAsync());
        Assert.Contains(reason, state.Trouble, StringComparison.Ordinal);
        Assert.DoesNotContain("127.0.0.1", state.Trouble, StringComparison.Ordinal);
        Assert.Contains(_log.Lines, line => line.Contains(reason, StringComparison.Ordinal) && line.Contains(_issuer.Url, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_issuer_that_cannot_be_read_is_said_and_recovers()
    {
        _issuer.IsDown = true;
        var issuers = new TrustedIssuers(Catalog(_issuer.Setting()));

        Assert.NotNull(Assert.Single(await issuers.ReportAsync()).Trouble);
        Assert.Contains(_log.Lines, static line => line.Contains("status 503", StringComparison.Ordinal));

        _issuer.IsDown = false;
        _time.Advance(CacheTimes.BackOff);
        Assert.Equal(new IssuerState("test", null), Assert.Single(await issuers.ReportAsync()));
    }

    [Fact]
    public async Task A_key_set_without_a_usable_key_is_said()
    {
        _issuer.Keys.Clear();
        _issuer.Keys.Add(SigningKey.Rsa("rsa-1", 1024));

        Assert.Contains("no key", Assert.Single(await new TrustedIssuers(Catalog(_issuer.Setting())).ReportAsync()).Trouble, StringComparison.Ordinal);
    }

    private static Dictionary<string, object?> Nameless() => new() { ["alg"] = "RS256", ["typ"] = "at+jwt" };

    private static long In(int seconds) => DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds();

    private IssuerCatalog Catalog(IssuerSetting setting) => new([new Issuer(setting)], _time, log: _log);

    private AccessTokens TokensOf(IssuerSetting setting) => new(Catalog(setting), _log);

    private AccessTokens Tokens(string kind = "scim") => TokensOf(_issuer.Setting(kind) with { TokenTypes = null });

    private string Spoiled(string name) => name switch
    {
        "not a token" => "a.b.c",
        "another issuer" => _issuer.Token(static claims => claims["iss"] = "https://idp.example"),
        "no issuer" => _issuer.Token(static claims => claims["iss"] = null),
        "an issuer that is no address" => _issuer.Token(static claims => claims["iss"] = "alice@corp.example"),
        "no typ" => _issuer.Token(header: static head => head["typ"] = null),
        "typ JWT" => _issuer.Token(header: static head => head["typ"] = "JWT"),
        "no kid" => _issuer.Token(header: static head => head["kid"] = null),
        "an unknown kid" => _issuer.Token(header: static head => head["kid"] = "rsa-9"),
        "another signature" => TokenText.Of(SigningKey.Rsa("rsa-1"), TestIssuer.Header(), _issuer.Claims()),
        "another audience" => _issuer.Token(static claims => claims["aud"] = "api://payroll"),
        "a slash" => _issuer.Token(claims => claims["iss"] = _issuer.Url + "/"),
        "not valid yet" => _issuer.Token(static claims => claims["nbf"] = In(120)),
        "no expiry" => _issuer.Token(static claims => claims["exp"] = null),
        "expired" => _issuer.Token(static claims => claims["exp"] = In(-90)),
        "a nonce" => _issuer.Token(static claims => claims["nonce"] = "n"),
        "bound" => _issuer.Token(static claims => claims["cnf"] = new { jkt = "x" }),
        "an app" => _issuer.Token(static claims => claims["sub"] = "some-client"),
        "the web client" => _issuer.Token(static claims => claims["aud"] = new[] { TestIssuer.Audience, TestIssuer.ClientId }),
        "no subject" => _issuer.Token(static claims => claims["sub"] = null),
        "an extension" => _issuer.Token(header: static head => (head["crit"], head["exp"]) = (new[] { "exp" }, 1)),
        "an algorithm" => _issuer.Token(header: static head => head["alg"] = "RS1"),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
