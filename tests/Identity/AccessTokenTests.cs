using Onbehalf.Identity.Issuers;

namespace Onbehalf.Tests.Identity;

public sealed class AccessTokenTests : IAsyncLifetime
{
    private TestIssuer _issuer = null!;
    private AccessTokens _tokens = null!;

    public static TheoryData<string> Accepted { get; } = ["RS256", "PS256", "ES256", "long media type", "upper-case type", "expired 30 seconds ago", "several audiences", "valid in 85 seconds", "a nonce of an older Keycloak"];

    public static TheoryData<string> Refused { get; } =
    [
        "empty", "not a token", "five parts", "two parts", "oversized", "alg none", "alg none without a signature", "alg HS256 with the public key",
        "alg RS1", "no key id", "unknown key id", "signature of another key", "signature cut", "claims changed after signing", "critical extension",
        "typ JWT", "typ missing", "typ logout+jwt", "issuer missing", "issuer of somebody else", "issuer with a trailing slash", "issuer in another case",
        "audience missing", "audience of another API", "audience in another case", "audience is also the web client", "expiry missing", "not valid yet",
        "subject missing", "subject empty", "subject oversized", "subject is the client", "ID token by nonce", "ID token by at_hash", "ID token for the web client", "bound to a key",
        "ID token of Keycloak", "refresh token of Keycloak", "service account of Keycloak", "machine of Auth0 by its subject", "machine of Auth0 by its grant", "claims in Latin-1", "claims of no JSON",
    ];

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        _tokens = new(_issuer.Catalog());
    }

    public Task DisposeAsync() => _issuer.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task A_token_made_for_us_by_a_trusted_issuer_is_its_subject(string name)
    {
        var token = name switch
        {
            "RS256" or "PS256" or "ES256" => _issuer.Token(alg: name),
            "long media type" => _issuer.Token(header: head => head["typ"] = "application/at+jwt"),
            "upper-case type" => _issuer.Token(header: head => head["typ"] = "AT+JWT"),
            "expired 30 seconds ago" => _issuer.Token(claims => claims["exp"] = In(-30)),
            "several audiences" => _issuer.Token(claims => claims["aud"] = new[] { "https://idp.example/userinfo", TestIssuer.Audience }),
            "valid in 85 seconds" => _issuer.Token(claims => claims["nbf"] = In(85)),
            "a nonce of an older Keycloak" => _issuer.Token(claims => (claims["nonce"], claims["typ"]) = ("n", "Bearer")),
            _ => throw new ArgumentOutOfRangeException(nameof(name)),
        };

        var result = await _tokens.ValidateAsync(token);

        var subject = Assert.IsType<TokenResult.Valid>(result).Subject;
        Assert.Equal(("alice", "test", _issuer.Url, "Alice"), (subject.Key, subject.ProviderId, subject.Issuer, subject.Name));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Anything_else_is_invalid_and_nothing_says_why(string name) =>
        Assert.IsType<TokenResult.Invalid>(await _tokens.ValidateAsync(Spoiled(name)));

    [Fact]
    public async Task Only_expiry_is_told_apart() =>
        Assert.IsType<TokenResult.Expired>(await _tokens.ValidateAsync(_issuer.Token(claims => claims["exp"] = In(-90))));

    private string Spoiled(string name) => name switch
    {
        "empty" => "",
        "not a token" => "a.b.c",
        "five parts" => _issuer.Token() + ".e30.e30",
        "two parts" => _issuer.Token()[.._issuer.Token().LastIndexOf('.')],
        "oversized" => _issuer.Token(claims => claims["padding"] = new string('x', 17_000)),
        "alg none" => _issuer.Token(header: head => head["alg"] = "none", signAs: "RS256"),
        "alg none without a signature" => _issuer.Token(header: head => head["alg"] = "none"),
        "alg HS256 with the public key" => _issuer.Token(header: head => head["alg"] = "HS256"),
        "alg RS1" => _issuer.Token(header: head => head["alg"] = "RS1"),
        "no key id" => _issuer.Token(header: head => head["kid"] = null),
        "unknown key id" => _issuer.Token(header: head => head["kid"] = "rsa-2"),
        "signature of another key" => TokenText.Of(SigningKey.Rsa("rsa-1"), TestIssuer.Header(), _issuer.Claims()),
        "signature cut" => _issuer.Token()[..^8],
        "claims changed after signing" => WithClaimsOf(_issuer.Token(), _issuer.Token(claims => claims["sub"] = "carol")),
        "critical extension" => _issuer.Token(header: head => (head["crit"], head["exp"]) = (new[] { "exp" }, 1)),
        "typ JWT" => _issuer.Token(header: head => head["typ"] = "JWT"),
        "typ missing" => _issuer.Token(header: head => head["typ"] = null),
        "typ logout+jwt" => _issuer.Token(header: head => head["typ"] = "logout+jwt"),
        "issuer missing" => _issuer.Token(claims => claims["iss"] = null),
        "issuer of somebody else" => _issuer.Token(claims => claims["iss"] = "https://idp.example"),
        "issuer with a trailing slash" => _issuer.Token(claims => claims["iss"] = _issuer.Url + "/"),
        "issuer in another case" => _issuer.Token(claims => claims["iss"] = _issuer.Url.ToUpperInvariant()),
        "audience missing" => _issuer.Token(claims => claims["aud"] = null),
        "audience of another API" => _issuer.Token(claims => claims["aud"] = "api://payroll"),
        "audience in another case" => _issuer.Token(claims => claims["aud"] = "API://onbehalf"),
        "audience is also the web client" => _issuer.Token(claims => claims["aud"] = new[] { TestIssuer.Audience, TestIssuer.ClientId }),
        "expiry missing" => _issuer.Token(claims => claims["exp"] = null),
        "not valid yet" => _issuer.Token(claims => claims["nbf"] = In(120)),
        "subject missing" => _issuer.Token(claims => claims["sub"] = null),
        "subject empty" => _issuer.Token(claims => claims["sub"] = ""),
        "subject oversized" => _issuer.Token(claims => claims["sub"] = new string('a', 256)),
        "subject is the client" => _issuer.Token(claims => claims["sub"] = "some-client"),
        "ID token by nonce" => _issuer.Token(claims => claims["nonce"] = "n"),
        "ID token by at_hash" => _issuer.Token(claims => claims["at_hash"] = "h"),
        "ID token for the web client" => _issuer.Token(claims => claims["aud"] = TestIssuer.ClientId),
        "ID token of Keycloak" => _issuer.Token(claims => (claims["nonce"], claims["typ"]) = ("n", "ID")),
        "refresh token of Keycloak" => _issuer.Token(claims => claims["typ"] = "Refresh"),
        "service account of Keycloak" => _issuer.Token(claims => (claims["client_id"], claims["azp"], claims["preferred_username"]) = (null, "Nightly", "service-account-nightly")),
        "machine of Auth0 by its subject" => _issuer.Token(claims => (claims["client_id"], claims["azp"], claims["sub"]) = (null, "m1", "m1@clients")),
        "machine of Auth0 by its grant" => _issuer.Token(claims => claims["gty"] = "client-credentials"),
        "claims in Latin-1" => Raw(System.Text.Encoding.Latin1.GetBytes(System.Text.Json.JsonSerializer.Serialize(_issuer.Claims()).Replace("Alice", "Zo\u00eb", StringComparison.Ordinal))),
        "claims of no JSON" => Raw("<html>"u8.ToArray()),
        "bound to a key" => _issuer.Token(claims => claims["cnf"] = new { jkt = "x" }),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    private string Raw(byte[] payload)
    {
        var signed = $"{_issuer.Token().Split('.')[0]}.{System.Buffers.Text.Base64Url.EncodeToString(payload)}";
        return $"{signed}.{System.Buffers.Text.Base64Url.EncodeToString(_issuer.Keys[0].Sign(System.Text.Encoding.ASCII.GetBytes(signed), "RS256"))}";
    }

    private static long In(int seconds) => DateTimeOffset.UtcNow.AddSeconds(seconds).ToUnixTimeSeconds();

    private static string WithClaimsOf(string token, string other)
    {
        var (mine, theirs) = (token.Split('.'), other.Split('.'));
        return $"{mine[0]}.{theirs[1]}.{mine[2]}";
    }
}
