using Onbehalf.Identity.Issuers;

namespace Onbehalf.Tests.Identity;

public sealed class EntraTokenTests : IAsyncLifetime
{
    private const string Tenant = "9188040d-6c67-4c5b-b112-36a304b66dad";
    private const string Oid = "00000000-0000-0000-66f3-3332eca7ea81";

    private TestIssuer _issuer = null!;
    private AccessTokens _tokens = null!;

    public static TheoryData<string, string, object?> Spoilt { get; } = new()
    {
        { "another tenant", "tid", "72f988bf-86f1-41af-91ab-2d7cd011db47" },
        { "no tenant", "tid", null },
        { "no object id", "oid", null },
        { "an app's own token", "idtyp", "app" },
        { "no delegated scope", "scp", null },
        { "an ID token by its nonce", "nonce", "n" },
        { "an ID token by its audience", "aud", TestIssuer.ClientId },
    };

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        _tokens = new(_issuer.Catalog(kind: "graph", tenants: [Tenant], types: ["JWT"]));
    }

    public Task DisposeAsync() => _issuer.DisposeAsync().AsTask();

    [Fact]
    public async Task A_person_of_an_allowed_tenant_is_known_by_object_id()
    {
        var result = await _tokens.ValidateAsync(Token("name", "Alice"));

        var subject = Assert.IsType<TokenResult.Valid>(result).Subject;
        Assert.Equal((Tenant, Oid), (subject.Tenant, subject.Key));
        Assert.Equal(Onbehalf.Ids.SubjectId.Of(_issuer.Url, Tenant, Oid), subject.Id);
    }

    [Theory]
    [MemberData(nameof(Spoilt))]
    public async Task A_token_of_a_type_shared_with_ID_tokens_must_prove_more(string name, string claim, object? value)
    {
        Assert.NotEmpty(name);

        Assert.IsType<TokenResult.Invalid>(await _tokens.ValidateAsync(Token(claim, value)));
    }

    [Fact]
    public void An_API_that_shares_its_audience_with_the_web_client_is_refused_at_start() =>
        Assert.Throws<InvalidOperationException>(() => new Issuer(_issuer.Setting() with { Audience = TestIssuer.ClientId }));

    private string Token(string claim, object? value) => _issuer.Token(
        claims =>
        {
            (claims["tid"], claims["oid"], claims["scp"], claims["sub"]) = (Tenant, Oid, "access_as_user", "pairwise");
            claims[claim] = value;
        },
        header => header["typ"] = "JWT");
}
