using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Onbehalf.Identity;
using Onbehalf.Identity.Issuers;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.People;
using Onbehalf.Sources;
using Onbehalf.Sources.Postgres;
using Onbehalf.Tests.Identity;
using Onbehalf.Tools;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Sources;

/// <summary>`credential: entra`: the person's own token, got with their own sign-in, is the password of their own login.</summary>
public sealed class EntraLoginTests(EscapeDatabase world) : IClassFixture<EscapeDatabase>, IAsyncLifetime
{
    private const string Who = "SELECT current_user::text AS me";

    private readonly ConcurrentQueue<IFormCollection> _asked = new();
    private IdentityWorld _people = null!;
    private PersonPools _pools = null!;
    private PostgresSource _source = null!;
    private Func<IFormCollection, IResult> _answer = static _ => Results.Json(new { error = "invalid_grant" }, statusCode: 400);

    public async Task InitializeAsync()
    {
        _people = await IdentityWorld.StartAsync("grant");
        _people.Issuer.Answer = async context =>
        {
            var form = await context.Request.ReadFormAsync();
            _asked.Enqueue(form);
            return _answer(form);
        };
        // A machine that is busy may miss the two seconds a provider is given at its first answer; what is tested comes after it.
        while (await _people.Of<IssuerCatalog>().ById("test")!.CurrentAsync() is null)
            _people.Time.Advance(TimeSpan.FromSeconds(31));
        var settings = world.Settings with { TokenScope = EntraLogin.Scope };
        var logins = new PersonLogins(new(_people.Of<PersonSecrets>()), new(_people.Of<SessionTokens>()), [settings]);
        _pools = new(logins, _people.Time, new ConfigurationBuilder().Build(), NullLogger<PersonPools>.Instance);
        _source = new(settings, _pools);
    }

    public async Task DisposeAsync()
    {
        await _pools.DisposeAsync();
        await _people.DisposeAsync();
    }

    [Fact]
    public async Task A_person_comes_in_with_their_own_token_as_their_own_login()
    {
        var erin = await SignedInAsync("erin");
        await AcceptAsync("erin", "one");

        var answer = await AskAsync(erin);

        Assert.Contains(world.Role("erin"), Said.Of(answer), StringComparison.Ordinal);
        var form = Assert.Single(_asked);
        Assert.Equal("refresh_token", form["grant_type"]);
        Assert.Equal("refresh-of-erin", form["refresh_token"]);
        Assert.Equal($"{EntraLogin.Scope} offline_access", form["scope"]);
    }

    [Fact]
    public async Task A_token_is_asked_for_once_and_again_when_it_is_about_to_end()
    {
        var erin = await SignedInAsync("erin");
        await AcceptAsync("erin", "first");
        await AskAsync(erin);
        await AskAsync(erin);
        var before = _asked.Count;

        _people.Time.Advance(TimeSpan.FromMinutes(56));
        await AcceptAsync("erin", "second");
        var answer = await AskAsync(erin);

        Assert.Equal(1, before);
        Assert.Contains(world.Role("erin"), Said.Of(answer), StringComparison.Ordinal);
        Assert.Equal("refresh-of-erin'", _asked.Last()["refresh_token"]);
    }

    [Fact]
    public async Task The_name_in_a_token_opens_nothing_that_the_server_does_not_open_for_it()
    {
        var mallory = await SignedInAsync("mallory");
        var token = Token("alice", "forged");
        _answer = _ => Results.Json(new { access_token = token, token_type = "Bearer", expires_in = 3600 });

        var answer = Assert.IsType<QueryOutcome.Refused>(await AskAsync(mallory));

        Assert.Equal(RefusalCodes.Identity, answer.Code);
    }

    [Fact]
    public async Task Who_has_not_signed_in_or_is_honoured_no_longer_is_told_what_to_do_and_gets_no_other_identity()
    {
        var stranger = Assert.IsType<QueryOutcome.Refused>(await AskAsync(Speaker("bob")));
        var refused = Assert.IsType<QueryOutcome.Refused>(await AskAsync(await SignedInAsync("bob")));

        Assert.All([stranger, refused], static answer => Assert.Equal(RefusalCodes.Identity, answer.Code));
        Assert.All([stranger, refused], static answer => Assert.Contains("Sign in", answer.Text, StringComparison.Ordinal));
        Assert.All(_asked, static form => Assert.Equal("refresh_token", form["grant_type"]));
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_not_a_refusal_of_the_person()
    {
        var bob = await SignedInAsync("bob");
        _answer = static _ => Results.StatusCode(503);

        var answer = Assert.IsType<QueryOutcome.Refused>(await AskAsync(bob));

        Assert.Equal(RefusalCodes.Refused, answer.Code);
    }

    [Fact]
    public async Task Forty_questions_at_once_spend_the_sign_in_once()
    {
        var erin = await SignedInAsync("erin");
        await AcceptAsync("erin", "storm");

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => _people.Of<SessionTokens>().GetAsync(erin, EntraLogin.Scope, default)));

        Assert.All(results, static result => Assert.IsType<SessionTokenResult.Granted>(result));
        Assert.Single(_asked);
    }

    [Fact]
    public async Task A_token_in_memory_ends_with_its_person()
    {
        var erin = await SignedInAsync("erin");
        await AcceptAsync("erin", "end");
        await _people.Of<SessionTokens>().GetAsync(erin, EntraLogin.Scope, default);

        var ended = await _people.Of<SessionTokenCache>().EndAsync(erin.Subject, "left", default);
        await _people.Of<SessionTokens>().GetAsync(erin, EntraLogin.Scope, default);

        Assert.Equal(1, ended);
        Assert.Equal(2, _asked.Count);
    }

    [Theory]
    [InlineData("db.example.com", true)]
    [InlineData("127.0.0.1", false)]
    public void A_token_or_password_is_told_only_to_a_server_that_proves_itself(string host, bool tls)
    {
        foreach (var credential in (string[])["entra", "vault"])
        {
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["ONBEHALF_SOURCES"] = $$"""[{"name":"company","kind":"postgres","host":"{{host}}","database":"company","credential":"{{credential}}"}]""",
            }).Build();

            var settings = Assert.IsType<PostgresSettings>(Assert.Single(SourceSettings.From(configuration)));

            Assert.Equal(tls, settings.RequiresTls);
            Assert.Equal(credential == "entra" ? EntraLogin.Scope : null, settings.TokenScope);
        }
    }

    private Task<QueryOutcome> AskAsync(Authority person) => _source.QueryAsync(person, new(Who), new(10, 10_000, TimeSpan.FromSeconds(2)), default);

    private Authority Speaker(string name) => new(_people.Person(name), [], "1", _people.Time.GetUtcNow());

    private async Task<Authority> SignedInAsync(string name)
    {
        await _people.Of<Sessions>().CreateAsync(_people.Person(name), new($"refresh-of-{name}"), default);
        return Speaker(name);
    }

    /// <summary>The provider gives this token, and the server takes it from this login.</summary>
    private async Task AcceptAsync(string name, string id)
    {
        var token = Token(name, id);
        await EscapeDatabase.RunAsync(null, $"ALTER ROLE {world.Role(name)} PASSWORD '{token}'");
        _answer = form => Results.Json(new { access_token = token, token_type = "Bearer", expires_in = 3600, refresh_token = $"{form["refresh_token"]}'" });
    }

    private string Token(string name, string id) => _people.Issuer.Token(claims =>
    {
        claims["upn"] = world.Role(name);
        claims["jti"] = id;
    });
}
