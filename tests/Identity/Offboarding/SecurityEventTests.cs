using Onbehalf.Identity.Issuers;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Identity.Signals;
using Onbehalf.Ids;

namespace Onbehalf.Tests.Identity.Offboarding;

public sealed class SecurityEventTests : IAsyncLifetime
{
    private const string Audience = "https://onbehalf.example/api/webhooks/identity/idp";
    private const string Caep = "https://schemas.openid.net/secevent/caep/event-type/";
    private const string Risc = "https://schemas.openid.net/secevent/risc/event-type/";
    private const string Transmitter = "https://transmitter.example";

    private static readonly SigningKey Stranger = SigningKey.Rsa("rsa-1");

    private readonly ManualTime _time = new();
    private TestIssuer _issuer = null!;
    private ISignalSource _source = null!;

    private delegate void Spoil(Dictionary<string, object?> header, Dictionary<string, object?> claims);

    public static TheoryData<string, string> Refused { get; } = new()
    {
        { "typ of an access token", "invalid_request" },
        { "typ of an ID token", "invalid_request" },
        { "no typ", "invalid_request" },
        { "no kid", "invalid_request" },
        { "an extension that must be understood", "invalid_request" },
        { "no jti", "invalid_request" },
        { "no events", "invalid_request" },
        { "events of no event", "invalid_request" },
        { "no iat", "invalid_request" },
        { "issued in the future", "invalid_request" },
        { "issued long ago", "invalid_request" },
        { "expired", "invalid_request" },
        { "another issuer", "invalid_issuer" },
        { "no issuer", "invalid_issuer" },
        { "another audience", "invalid_audience" },
        { "no audience", "invalid_audience" },
        { "a key nobody published", "invalid_key" },
    };

    public static TheoryData<string, string> BadlySigned { get; } = new()
    {
        { "none", "RS256" },
        { "HS256", "RS256" },
        { "RS1", "RS256" },
        { "RS256", "none" },
        { "RS256", "HS256" },
        { "RS256", "RS1" },
    };

    public static TheoryData<string, SignalKind> Events { get; } = new()
    {
        { Caep + "session-revoked", SignalKind.SessionsRevoked },
        { "https://schemas.openid.net/secevent/oauth/event-type/tokens-revoked", SignalKind.SessionsRevoked },
        { Caep + "credential-change", SignalKind.CredentialChanged },
        { Caep + "token-claims-change", SignalKind.AccountChanged },
        { Risc + "account-disabled", SignalKind.AccountEnded },
        { Risc + "account-purged", SignalKind.AccountEnded },
        { Risc + "account-enabled", SignalKind.AccountChanged },
        { Risc + "credential-compromise", SignalKind.CredentialChanged },
    };

    public static TheoryData<string, object, bool> Subjects { get; } = new()
    {
        { "the person's issuer and subject", new { format = "iss_sub", iss = "PEOPLE", sub = "alice" }, true },
        { "the transmitter's issuer and subject", new { format = "iss_sub", iss = Transmitter, sub = "alice" }, true },
        { "an older spelling", new { subject_type = "iss-sub", iss = "PEOPLE", sub = "alice" }, true },
        { "the transmitter's own id", new { format = "opaque", id = "alice" }, true },
        { "a user among other things", new { format = "complex", user = new { format = "iss_sub", iss = "PEOPLE", sub = "alice" }, device = new { format = "opaque", id = "d-1" } }, true },
        { "a user in a member of its own", new { user = new { format = "opaque", id = "alice" }, tenant = new { format = "opaque", id = "t-1" } }, true },
        { "several names of one person", new { format = "aliases", identifiers = new object[] { new { format = "email", email = "p@e.test" }, new { format = "iss_sub", iss = "PEOPLE", sub = "alice" } } }, true },
        { "several names that agree", new { format = "aliases", identifiers = new object[] { new { format = "opaque", id = "alice" }, new { format = "iss_sub", iss = "PEOPLE", sub = "alice" } } }, true },
        { "several names of a user", new { format = "complex", user = new { format = "aliases", identifiers = new object[] { new { format = "iss_sub", iss = "PEOPLE", sub = "alice" } } } }, true },
        { "several names in an older spelling", new { subject_type = "aliases", identifiers = new object[] { new { subject_type = "iss-sub", iss = "PEOPLE", sub = "alice" } } }, true },
        { "the claims of an ID token", new { subject_type = "id_token_claims", iss = "PEOPLE", sub = "alice", email = "alice@corp.example" }, true },
        { "an issuer with a slash at its end", new { format = "iss_sub", iss = "PEOPLE/", sub = "alice" }, true },
        { "names of nobody here", new { format = "aliases", identifiers = new object[] { new { format = "email", email = "p@e.test" }, new { format = "iss_sub", iss = "https://other.example", sub = "alice" } } }, false },
        { "names within names", new { format = "aliases", identifiers = new object[] { new { format = "aliases", identifiers = new object[] { new { format = "opaque", id = "alice" } } } } }, false },
        { "a complex name within names", new { format = "aliases", identifiers = new object[] { new { format = "complex", user = new { format = "opaque", id = "alice" } } } }, false },
        { "names that are no list", new { format = "aliases", identifiers = new { format = "opaque", id = "alice" } }, false },
        { "names that are texts", new { format = "aliases", identifiers = new object[] { "alice", 7 } }, false },
        { "no names", new { format = "aliases" }, false },
        { "somebody else's issuer", new { format = "iss_sub", iss = "https://other.example", sub = "alice" }, false },
        { "an address", new { format = "email", email = "alice@corp.example" }, false },
        { "a phone", new { format = "phone_number", phone_number = "+1" }, false },
        { "an account", new { format = "account", uri = "acct:alice@corp.example" }, false },
        { "a device alone", new { format = "complex", device = new { format = "opaque", id = "alice" } }, false },
        { "a user within a user", new { format = "complex", user = new { format = "complex", user = new { format = "opaque", id = "alice" } } }, false },
        { "a number", new { format = "opaque", id = 7 }, false },
        { "a text", "alice", false },
    };

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        _source = SignalSources.Read(
            $$"""[{"provider":"idp","kind":"ssf","people":"test","issuer":"{{Transmitter}}","audience":"{{Audience}}","jwksUri":"{{_issuer.Url}}/jwks"}]""",
            [new Issuer(_issuer.Setting())],
            _time).Find("idp")!;
    }

    public Task DisposeAsync() => _issuer.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Events))]
    public async Task A_token_with_a_good_signature_says_what_happened_to_whom(string type, SignalKind kind)
    {
        var heard = Assert.IsType<SignalReading.Heard>(await ReadAsync(Token((_, claims) => claims["events"] = new Dictionary<string, object> { [type] = new { } })));

        Assert.Equal<Signal>([new Signal("idp", Alice, kind, "j-1")], heard.Signals);
    }

    [Theory]
    [MemberData(nameof(Subjects))]
    public async Task A_person_is_named_by_issuer_and_key_and_never_by_an_address(string name, object subject, bool isSomebody)
    {
        var sent = System.Text.Json.JsonSerializer.SerializeToElement(subject).GetRawText().Replace("PEOPLE", _issuer.Url, StringComparison.Ordinal);
        var element = System.Text.Json.JsonElement.Parse(sent);
        var inToken = Assert.IsType<SignalReading.Heard>(await ReadAsync(Token((_, claims) => claims["sub_id"] = element)));
        var inEvent = Assert.IsType<SignalReading.Heard>(await ReadAsync(Token((_, claims) =>
            (claims["sub_id"], claims["events"]) = (null, new Dictionary<string, object> { [Risc + "account-disabled"] = new { subject = element } }))));

        Assert.True(isSomebody == (inToken.Signals is [{ Person: var first }] && first == Alice), name);
        Assert.True(isSomebody == (inEvent.Signals is [{ Person: var second }] && second == Alice), name);
    }

    [Fact]
    public async Task Names_that_differ_are_each_heard_of()
    {
        var two = new { format = "aliases", identifiers = new object[] { new { format = "opaque", id = "t-17" }, new { format = "iss_sub", iss = _issuer.Url, sub = "alice" }, new { format = "opaque", id = "t-17" } } };

        var heard = Assert.IsType<SignalReading.Heard>(await ReadAsync(Token((_, claims) => claims["sub_id"] = two)));

        Assert.Equal([SubjectId.Of(_issuer.Url, null, "t-17"), Alice], heard.Signals.Select(static signal => signal.Person));
    }

    [Fact]
    public async Task A_token_without_its_subject_falls_back_to_the_events_own()
    {
        var heard = Assert.IsType<SignalReading.Heard>(await ReadAsync(Token((_, claims) => (claims["sub_id"], claims["events"]) =
            (new { format = "email", email = "p@e.test" }, new Dictionary<string, object> { [Risc + "account-disabled"] = new { subject = new { subject_type = "iss-sub", iss = _issuer.Url, sub = "alice" } } }))));

        Assert.Equal(Alice, Assert.Single(heard.Signals).Person);
    }

    [Fact]
    public async Task A_stream_that_checks_itself_and_events_not_known_here_are_taken_and_mean_nothing()
    {
        foreach (var type in new[] { "https://schemas.openid.net/secevent/ssf/event-type/verification", Caep + "device-compliance-change", "https://example.com/made-up" })
            Assert.Empty(Assert.IsType<SignalReading.Heard>(await ReadAsync(Token((_, claims) => claims["events"] = new Dictionary<string, object> { [type] = new { state = "x" } }))).Signals);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task T08_a_token_that_is_not_for_this_is_refused_in_the_protocols_words(string name, string error)
    {
        var refused = Assert.IsType<SignalReading.TokenRefused>(await ReadAsync(Token(Cases[name])));

        Assert.Equal(error, refused.Error);
    }

    [Theory]
    [MemberData(nameof(BadlySigned))]
    public async Task T08_a_token_with_another_algorithm_is_refused(string used, string claimed)
    {
        var token = TokenText.Of(_issuer.Keys[0], Header(claimed), Claims(), used);

        Assert.IsType<SignalReading.TokenRefused>(await ReadAsync(new SentSignal().Token(token)));
    }

    [Fact]
    public async Task T08_a_token_changed_by_one_character_or_signed_by_a_stranger_under_a_known_name_is_refused()
    {
        var token = TokenText.Of(_issuer.Keys[0], Header(), Claims());
        var parts = token.Split('.');
        var changed = $"{parts[0]}.{(parts[1][10] == 'A' ? parts[1].Remove(10, 1).Insert(10, "B") : parts[1].Remove(10, 1).Insert(10, "A"))}.{parts[2]}";

        foreach (var forged in new[] { changed, $"{parts[0]}.{parts[1]}.", TokenText.Of(Stranger, Header(), Claims()), token + "." + parts[2], "", "x" })
            Assert.IsType<SignalReading.TokenRefused>(await ReadAsync(new SentSignal().Token(forged)));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/jwt")]
    [InlineData(null)]
    public async Task Only_a_security_event_token_by_name_is_read(string? type)
    {
        var sent = Token();
        sent.Headers.ContentType = type;

        Assert.Equal("invalid_request", Assert.IsType<SignalReading.TokenRefused>(await ReadAsync(sent)).Error);
    }

    [Fact]
    public async Task Nothing_is_fetched_for_what_does_not_even_claim_to_be_ours()
    {
        foreach (var name in new[] { "typ of an access token", "no kid", "another issuer", "another audience" })
            await ReadAsync(Token(Cases[name]));
        await ReadAsync(new SentSignal().Token("a.b.c"));
        Assert.Empty(_issuer.Asked);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(i => ReadAsync(Token((header, _) => header["kid"] = $"made-up-{i}"))));
        Assert.Equal(1, _issuer.Asked["/jwks"]);
    }

    [Fact]
    public async Task Without_its_keys_nobody_can_say_and_the_transmitter_tries_again()
    {
        _issuer.IsDown = true;

        Assert.IsType<SignalReading.Unavailable>(await ReadAsync(Token()));

        _issuer.IsDown = false;
        _time.Advance(CacheTimes.BackOff);
        Assert.IsType<SignalReading.Heard>(await ReadAsync(Token()));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("Bearer another", false)]
    [InlineData("Bearer agreed upon", true)]
    public async Task Where_a_header_was_agreed_on_a_good_token_without_it_is_refused(string? authorization, bool isHeard)
    {
        var source = SignalSources.Read(
            $$"""[{"provider":"idp","kind":"ssf","people":"test","secret":"Bearer agreed upon","issuer":"{{Transmitter}}","audience":"{{Audience}}","jwksUri":"{{_issuer.Url}}/jwks"}]""",
            [new Issuer(_issuer.Setting())],
            _time).Find("idp")!;
        var sent = Token();
        if (authorization is not null)
            sent.Headers.Authorization = authorization;

        Assert.Equal(isHeard, await source.ReadAsync(sent.Request()) is SignalReading.Heard);
    }

    private static Dictionary<string, Spoil> Cases { get; } = new()
    {
        ["typ of an access token"] = static (header, _) => header["typ"] = "at+jwt",
        ["typ of an ID token"] = static (header, _) => header["typ"] = "JWT",
        ["no typ"] = static (header, _) => header["typ"] = null,
        ["no kid"] = static (header, _) => header["kid"] = null,
        ["an extension that must be understood"] = static (header, _) => (header["crit"], header["exp"]) = (new[] { "exp" }, 1),
        ["no jti"] = static (_, claims) => claims["jti"] = null,
        ["no events"] = static (_, claims) => claims["events"] = null,
        ["events of no event"] = static (_, claims) => claims["events"] = new { },
        ["no iat"] = static (_, claims) => claims["iat"] = null,
        ["issued in the future"] = static (_, claims) => claims["iat"] = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds(),
        ["issued long ago"] = static (_, claims) => claims["iat"] = DateTimeOffset.UtcNow.AddDays(-31).ToUnixTimeSeconds(),
        ["expired"] = static (_, claims) => claims["exp"] = DateTimeOffset.UtcNow.AddMinutes(-5).ToUnixTimeSeconds(),
        ["another issuer"] = static (_, claims) => claims["iss"] = "https://other.example",
        ["no issuer"] = static (_, claims) => claims["iss"] = null,
        ["another audience"] = static (_, claims) => claims["aud"] = "https://other.example",
        ["no audience"] = static (_, claims) => claims["aud"] = null,
        ["a key nobody published"] = static (header, _) => header["kid"] = "rsa-9",
    };

    private SubjectId Alice => SubjectId.Of(_issuer.Url, null, "alice");

    private static Dictionary<string, object?> Header(string algorithm = "RS256") => new() { ["alg"] = algorithm, ["typ"] = "secevent+jwt", ["kid"] = "rsa-1" };

    private Dictionary<string, object?> Claims() => new()
    {
        ["iss"] = Transmitter,
        ["aud"] = Audience,
        ["jti"] = "j-1",
        ["iat"] = DateTimeOffset.UtcNow.ToUnixTimeSeconds(),
        ["sub_id"] = new { format = "iss_sub", iss = _issuer.Url, sub = "alice" },
        ["events"] = new Dictionary<string, object> { [Risc + "account-disabled"] = new { reason = "hijacking" } },
    };

    private SentSignal Token(Spoil? spoil = null)
    {
        var (header, claims) = (Header(), Claims());
        spoil?.Invoke(header, claims);
        return new SentSignal().Token(TokenText.Of(_issuer.Keys[0], header, claims));
    }

    private Task<SignalReading> ReadAsync(SentSignal sent) => _source.ReadAsync(sent.Request());
}
