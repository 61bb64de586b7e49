using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;
using Onbehalf.Identity.Issuers;

namespace Onbehalf.Tests.Identity;

/// <summary>Which <c>iss</c> counts, by the documents that Entra itself publishes for one tenant and for many.</summary>
public sealed class EntraIssuerTests : IAsyncLifetime
{
    private const string Mine = "11111111-1111-1111-1111-111111111111";
    private const string Partner = "22222222-2222-2222-2222-222222222222";
    private const string Stranger = "33333333-3333-3333-3333-333333333333";
    private const string Oid = "00000000-0000-0000-66f3-3332eca7ea81";
    private const string Host = "https://login.microsoftonline.com";

    private readonly List<string> _read = [];
    private TestIssuer _entra = null!;

    /// <summary>The declared issuer, then <c>iss</c> and <c>tid</c> of a token.</summary>
    public static TheoryData<string, string, string> Accepted { get; } = new()
    {
        { $"{Host}/{Mine}/v2.0", $"{Host}/{Mine}/v2.0", Mine },
        { $"{Host}/{Mine}/v2.0", $"https://sts.windows.net/{Mine}/", Mine },
        { $"{Host}/organizations/v2.0", $"{Host}/{Mine}/v2.0", Mine },
        { $"{Host}/organizations/v2.0", $"{Host}/{Partner}/v2.0", Partner },
        { $"{Host}/common/v2.0", $"https://sts.windows.net/{Partner}/", Partner },
        { $"https://login.windows.net/{Mine}/v2.0", $"{Host}/{Mine}/v2.0", Mine },
        { "https://login.microsoft.com/organizations/v2.0", $"{Host}/{Partner}/v2.0", Partner },
    };

    public static TheoryData<string, string, string> Refused { get; } = new()
    {
        { $"{Host}/{Mine}/v2.0", $"{Host}/{Partner}/v2.0", Partner },
        { $"{Host}/organizations/v2.0", $"{Host}/{Stranger}/v2.0", Stranger },
        { $"{Host}/organizations/v2.0", $"{Host}/{Stranger}/v2.0", Mine },
        { $"{Host}/organizations/v2.0", $"{Host}/{Mine}/v2.0", Stranger },
        { $"{Host}/organizations/v2.0", $"{Host}/{Mine}/v2.0", Partner },
        { $"{Host}/organizations/v2.0", $"https://sts.windows.net/{Mine}/", Partner },
        { $"{Host}/organizations/v2.0", $"{Host}/organizations/v2.0", Mine },
        { $"{Host}/organizations/v2.0", $"{Host}/{{tenantid}}/v2.0", "{tenantid}" },
        { $"{Host}/organizations/v2.0", $"https://login.windows.net/{Mine}/v2.0", Mine },
        { $"{Host}/organizations/v2.0", $"https://login.microsoftonline.us/{Mine}/v2.0", Mine },
        { $"{Host}/organizations/v2.0", $"https://sts.chinacloudapi.cn/{Mine}/", Mine },
        { $"{Host}/organizations/v2.0", $"https://entra.example/{Mine}/v2.0", Mine },
        { $"{Host}/organizations/v2.0", $"{Host}/{Mine}/v2.0/", Mine },
    };

    public async Task InitializeAsync()
    {
        _entra = await TestIssuer.StartAsync();
        _entra.Answer = Describe;
    }

    public Task DisposeAsync() => _entra.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Accepted))]
    public async Task A_person_is_the_same_by_either_version_and_under_every_alias_of_the_cloud(string declared, string iss, string tenant)
    {
        var result = await TokensOf(declared).ValidateAsync(Token(iss, tenant));

        var subject = Assert.IsType<TokenResult.Valid>(result).Subject;
        Assert.Equal((Onbehalf.Ids.SubjectId.Of(declared, tenant, Oid), declared, tenant), (subject.Id, subject.Issuer, subject.Tenant));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Any_other_issuer_or_one_that_is_not_of_the_tokens_own_tenant_is_invalid(string declared, string iss, string tenant) =>
        Assert.IsType<TokenResult.Invalid>(await TokensOf(declared).ValidateAsync(Token(iss, tenant)));

    [Theory]
    [InlineData("api://somebody-else")]
    [InlineData("api://api://onbehalf")]
    [InlineData("API://onbehalf")]
    [InlineData(TestIssuer.ClientId)]
    public async Task The_right_issuer_does_not_make_up_for_another_audience(string audience)
    {
        var tokens = TokensOf($"{Host}/organizations/v2.0");

        Assert.IsType<TokenResult.Invalid>(await tokens.ValidateAsync(Token($"{Host}/{Mine}/v2.0", Mine, audience)));
        Assert.IsType<TokenResult.Invalid>(await tokens.ValidateAsync(Token($"https://sts.windows.net/{Mine}/", Mine, audience)));
    }

    [Fact]
    public async Task A_key_that_belongs_to_one_tenant_signs_for_no_other()
    {
        KeyIssuer = $"{Host}/{Partner}/v2.0";
        var tokens = TokensOf($"{Host}/organizations/v2.0");

        Assert.IsType<TokenResult.Valid>(await tokens.ValidateAsync(Token($"{Host}/{Partner}/v2.0", Partner)));
        Assert.IsType<TokenResult.Invalid>(await tokens.ValidateAsync(Token($"{Host}/{Mine}/v2.0", Mine)));
    }

    [Fact]
    public async Task A_document_that_names_another_issuer_opens_nothing()
    {
        var tokens = TokensOf("https://entra.example/organizations/v2.0");

        Assert.IsType<TokenResult.Unavailable>(await tokens.ValidateAsync(Token($"{Host}/{Mine}/v2.0", Mine)));
    }

    [Fact]
    public async Task A_tenant_that_two_entries_name_is_found_by_its_issuer_alone()
    {
        var (first, second) = (Of($"{Host}/{Mine}/v2.0", "one"), Of($"{Host}/organizations/v2.0", "two"));
        var tokens = new AccessTokens(new IssuerCatalog([first, second], TimeProvider.System, Client));

        Assert.Equal("one", Assert.IsType<TokenResult.Valid>(await tokens.ValidateAsync(Token($"{Host}/{Mine}/v2.0", Mine))).Subject.ProviderId);
        Assert.IsType<TokenResult.Invalid>(await tokens.ValidateAsync(Token($"https://sts.windows.net/{Mine}/", Mine)));
    }

    [Fact]
    public async Task Documents_are_read_once_however_many_tokens_come()
    {
        var tokens = TokensOf($"{Host}/organizations/v2.0");

        for (var round = 0; round < 3; round++)
        {
            await tokens.ValidateAsync(Token($"https://sts.windows.net/{Mine}/", Mine));
            await tokens.ValidateAsync(Token($"{Host}/{Stranger}/v2.0", Mine));
        }

        Assert.Equal(["/organizations/v2.0/.well-known/openid-configuration", "/organizations/.well-known/openid-configuration"], _read);
    }

    private string? KeyIssuer { get; set; }

    private AccessTokens TokensOf(string declared) => new(new IssuerCatalog([Of(declared, "entra")], TimeProvider.System, Client));

    private Issuer Of(string declared, string id) => new(_entra.Setting("graph", [Mine, Partner], ["JWT"]) with { Id = id, Issuer = declared });

    private HttpClient Client() => new(new ToHere(new Uri(_entra.Url)));

    private string Token(string iss, string tenant, string audience = TestIssuer.Audience) => _entra.Token(
        claims => (claims["iss"], claims["tid"], claims["oid"], claims["scp"], claims["sub"], claims["aud"]) = (iss, tenant, Oid, "access_as_user", "pairwise", audience),
        header => header["typ"] = "JWT");

    /// <summary>As login.microsoftonline.com answers, whatever name it was reached by: the cloud's own host, and a template where the path names no tenant.</summary>
    private Task<IResult> Describe(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (path == "/keys")
            return Task.FromResult(Results.Json(new { keys = _entra.Keys.Select(WithIssuer).ToImmutableArray() }));
        _read.Add(path);
        var tenant = path.Split('/')[1] is "organizations" or "common" ? "{tenantid}" : path.Split('/')[1];
        var issuer = path.Contains("/v2.0/", StringComparison.Ordinal) ? $"{Host}/{tenant}/v2.0" : $"https://sts.windows.net/{tenant}/";
        return Task.FromResult(Results.Json(new { issuer, jwks_uri = $"{Host}/keys", token_endpoint = $"{Host}/{path.Split('/')[1]}/oauth2/v2.0/token" }));
    }

    private object WithIssuer(SigningKey key)
    {
        var members = System.Text.Json.JsonSerializer.SerializeToNode(key.Jwk())!.AsObject();
        members["issuer"] = KeyIssuer ?? $"{Host}/{{tenantid}}/v2.0";
        return members;
    }
}
