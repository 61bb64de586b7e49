using Onbehalf.Identity.Issuers;

namespace Onbehalf.Tests.Identity;

public sealed class IssuerKeyTests : IAsyncLifetime
{
    private readonly ManualTime _time = new();
    private TestIssuer _issuer = null!;
    private AccessTokens _tokens = null!;

    public async Task InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        _tokens = new(_issuer.Catalog(_time));
    }

    public Task DisposeAsync() => _issuer.DisposeAsync().AsTask();

    [Fact]
    public async Task A_cold_start_under_load_fetches_the_keys_once()
    {
        var token = _issuer.Token();

        var results = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => _tokens.ValidateAsync(token)));

        Assert.All(results, static result => Assert.IsType<TokenResult.Valid>(result));
        Assert.Equal(1, _issuer.Asked["/jwks"]);
    }

    [Fact]
    public async Task A_flood_of_unknown_key_ids_costs_one_fetch()
    {
        await _tokens.ValidateAsync(_issuer.Token());
        _time.Advance(CacheTimes.BackOff);

        var flood = Enumerable.Range(0, 200).Select(i => _tokens.ValidateAsync(_issuer.Token(header: head => head["kid"] = $"made-up-{i}")));

        Assert.All(await Task.WhenAll(flood), static result => Assert.IsType<TokenResult.Invalid>(result));
        Assert.Equal(2, _issuer.Asked["/jwks"]);
    }

    [Fact]
    public async Task A_new_key_of_the_issuer_works_with_its_first_token()
    {
        await _tokens.ValidateAsync(_issuer.Token());
        _time.Advance(CacheTimes.BackOff);
        _issuer.Keys[0] = SigningKey.Rsa("rsa-2");

        var result = await _tokens.ValidateAsync(_issuer.Token(header: head => head["kid"] = "rsa-2"));

        Assert.IsType<TokenResult.Valid>(result);
    }

    [Fact]
    public async Task Warm_keys_are_used_while_the_issuer_is_down_and_renewed_behind_the_scenes()
    {
        await _tokens.ValidateAsync(_issuer.Token());
        _issuer.IsDown = true;
        _time.Advance(CacheTimes.FreshFor);

        Assert.IsType<TokenResult.Valid>(await _tokens.ValidateAsync(_issuer.Token()));
        await Until(() => _issuer.Asked["/.well-known/openid-configuration"] == 2);
    }

    [Fact]
    public async Task Keys_that_could_not_be_renewed_for_a_day_are_believed_no_more()
    {
        await _tokens.ValidateAsync(_issuer.Token());
        _issuer.IsDown = true;
        _time.Advance(CacheTimes.UsableFor);

        Assert.IsType<TokenResult.Unavailable>(await _tokens.ValidateAsync(_issuer.Token()));
    }

    [Fact]
    public async Task An_issuer_that_is_down_from_the_start_lets_nobody_in_and_is_not_hammered()
    {
        _issuer.IsDown = true;

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => _tokens.ValidateAsync(_issuer.Token())));

        Assert.All(results, static result => Assert.IsType<TokenResult.Unavailable>(result));
        Assert.Equal(1, _issuer.Asked["/.well-known/openid-configuration"]);
    }

    [Fact]
    public async Task A_weak_key_in_the_key_set_signs_nothing()
    {
        _issuer.Keys[0] = SigningKey.Rsa("rsa-1", 1024);

        Assert.IsType<TokenResult.Invalid>(await _tokens.ValidateAsync(_issuer.Token()));
    }

    private static async Task Until(Func<bool> condition)
    {
        for (var i = 0; i < 200 && !condition(); i++)
            await Task.Delay(10);
        Assert.True(condition());
    }
}
