using Microsoft.AspNetCore.Http;
using Onbehalf.Delegation;
using Onbehalf.Delegation.Grants;
using Onbehalf.Identity.Issuers;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Delegation;

/// <summary>T16: a token is refreshed once and in order, and a dead grant is reported to its person.</summary>
public sealed class GrantRefreshTests : IAsyncLifetime
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(1);

    private GrantWorld _world = null!;

    public async Task InitializeAsync() => _world = await GrantWorld.StartAsync();

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task T16_two_hundred_tokens_that_expire_in_one_minute_are_refreshed_once_each()
    {
        var people = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => _world.ConnectedAsync()));
        await Task.WhenAll(people.Select(_world.GetAsync));
        _world.Time.Advance(TimeSpan.FromMinutes(6));
        _world.Provider.Delay = TimeSpan.FromMilliseconds(20);

        var results = await Task.WhenAll(people.SelectMany(static person => Enumerable.Repeat(person, 3)).Select(_world.GetAsync));

        Assert.All(results, static result => Assert.IsType<DelegatedTokenResult.Granted>(result));
        Assert.All(people, person => Assert.Equal(2, _world.Provider.Refreshes[person.Key]));
        Assert.InRange(_world.Provider.MostAtOnce, 1, 16);
    }

    [Fact]
    public async Task T16_two_processes_that_share_a_rotating_token_never_spend_it_twice()
    {
        await using var other = await _world.AnotherProcessAsync();
        var person = await _world.ConnectedAsync();
        _world.Provider.Delay = TimeSpan.FromMilliseconds(100);

        for (var round = 0; round < 4; round++, _world.Time.Advance(TimeSpan.FromMinutes(6)))
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 6).Select(i => (i % 2 == 0 ? _world : other).GetAsync(person)));
            Assert.All(results, static result => Assert.IsType<DelegatedTokenResult.Granted>(result));
        }

        Assert.Equal(8, _world.Provider.Refreshes[person.Key]);
        Assert.Equal(GrantState.Connected, (await _world.RowAsync(person))!.State);
    }

    [Fact]
    public async Task A_token_that_is_good_is_answered_from_memory_and_refreshed_before_it_expires()
    {
        var person = await _world.ConnectedAsync();

        var first = Token(await _world.GetAsync(person));
        _world.Time.Advance(TimeSpan.FromMinutes(3));
        var same = Token(await _world.GetAsync(person));
        _world.Time.Advance(TimeSpan.FromSeconds(115));
        var next = Token(await _world.GetAsync(person));

        Assert.Same(first, same);
        Assert.NotSame(first, next);
        Assert.Equal(2, _world.Provider.Refreshes[person.Key]);
    }

    [Fact]
    public async Task T16_a_dead_grant_asks_its_person_to_connect_again_and_nobody_elses_is_tried()
    {
        var (dead, alive) = (await _world.ConnectedAsync(), await _world.ConnectedAsync());
        _world.Provider.Instead = static context => context.Request.Path == "/token" ? Results.Json(new { error = "invalid_grant" }, statusCode: 400) : null;
        var since = DateTimeOffset.UtcNow;

        var answer = Assert.IsType<DelegatedTokenResult.ConsentRequired>(await _world.GetAsync(dead));
        _world.Provider.Instead = static _ => null;
        var again = await _world.GetAsync(dead);

        Assert.Contains("Connections page", answer.Reason, StringComparison.Ordinal);
        Assert.IsType<DelegatedTokenResult.ConsentRequired>(again);
        Assert.Equal(GrantState.Reconnect, (await _world.RowAsync(dead))!.State);
        Assert.DoesNotContain(await VaultLog.NamesSinceAsync(since), name => name.StartsWith($"u-{alive.Id}-", StringComparison.Ordinal));
        Assert.IsType<DelegatedTokenResult.Granted>(await _world.GetAsync(alive));
    }

    [Fact]
    public async Task The_version_before_is_tried_when_its_successor_turns_out_worthless()
    {
        var person = await _world.ConnectedAsync();
        var row = (await _world.RowAsync(person))!;
        var worthless = await _world.Of<GrantSecrets>().WriteAsync(person.Id, _world.Notes, row.Grant, "read", new("worthless"), default);
        await _world.Of<GrantRows>().ReplaceAsync(row with { Secret = worthless, Previous = row.Secret }, default);

        Assert.IsType<DelegatedTokenResult.Granted>(await _world.GetAsync(person));
    }

    [Fact]
    public async Task A_version_is_disabled_once_its_successor_has_worked()
    {
        var person = await _world.ConnectedAsync();
        var first = (await _world.RowAsync(person))!;
        await _world.GetAsync(person);
        var kept = await _world.Of<GrantSecrets>().ReadAsync(first, _world.Notes, first.Secret!, default);
        _world.Time.Advance(TimeSpan.FromMinutes(6));
        await _world.GetAsync(person);

        Assert.NotNull(kept);
        Assert.Null(await _world.Of<GrantSecrets>().ReadAsync(first, _world.Notes, first.Secret!, default));
    }

    [Fact]
    public async Task A_successor_the_vault_does_not_take_is_not_used_and_not_lost()
    {
        var person = await _world.ConnectedAsync();
        _world.Vault.TakesNothing = true;

        var refused = await _world.GetAsync(person);
        _world.Vault.TakesNothing = false;
        _world.Time.Advance(TimeSpan.FromSeconds(5));
        var granted = await _world.GetAsync(person);

        Assert.IsType<DelegatedTokenResult.Unavailable>(refused);
        Assert.IsType<DelegatedTokenResult.Granted>(granted);
        Assert.Equal(1, _world.Provider.Refreshes[person.Key]);
    }

    [Fact]
    public async Task What_is_held_longer_than_a_lease_lasts_is_nobody_elses_until_it_is_given_back()
    {
        var person = _world.Person();
        var (one, other) = (Lease(), Lease());
        var held = await one.TakeAsync(person.Id, _world.Notes.Secret, default);

        using (var patience = new CancellationTokenSource(3 * Short))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => other.TakeAsync(person.Id, _world.Notes.Secret, patience.Token));
        await one.GiveBackAsync(held);

        using var little = new CancellationTokenSource(Short);
        await other.GiveBackAsync(await other.TakeAsync(person.Id, _world.Notes.Secret, little.Token));

        GrantLease Lease() => new(_world.Of<Storage.Tables>(), TimeProvider.System, Short);
    }

    [Theory]
    [InlineData("bad_refresh_token")]
    [InlineData("mfa_required")]
    [InlineData("invalid_grant")]
    public async Task A_refusal_that_comes_as_a_success_is_a_refusal(string error)
    {
        var person = await _world.ConnectedAsync();
        _world.Provider.Instead = context => context.Request.Path == "/revoke" ? null : Results.Json(new { error, error_description = "no" });

        Assert.IsType<DelegatedTokenResult.ConsentRequired>(await _world.GetAsync(person));
        Assert.Equal(GrantState.Reconnect, (await _world.RowAsync(person))!.State);
    }

    [Theory]
    [InlineData("down")]
    [InlineData("slow")]
    [InlineData("not json")]
    [InlineData("no access token")]
    [InlineData("another type of token")]
    [InlineData("invalid_client")]
    [InlineData("a redirect")]
    public async Task A_provider_in_trouble_is_named_and_the_grant_stays(string trouble)
    {
        var person = await _world.ConnectedAsync();
        _world.Provider.Instead = context => context.Request.Path != "/token" ? null : trouble switch
        {
            "down" => Results.StatusCode(503),
            "slow" => Slow(),
            "not json" => Results.Text("<html>", "application/json"),
            "no access token" => Results.Json(new { token_type = "Bearer" }),
            "another type of token" => Results.Json(new { access_token = "x", token_type = "DPoP" }),
            "a redirect" => Results.Redirect($"{_world.Issuer.Url}/elsewhere", preserveMethod: true),
            _ => Results.Json(new { error = trouble }, statusCode: 401),
        };

        var answer = Assert.IsType<DelegatedTokenResult.Unavailable>(await _world.GetAsync(person));

        Assert.StartsWith("Notes ", answer.Reason, StringComparison.Ordinal);
        Assert.Equal(GrantState.Connected, (await _world.RowAsync(person))!.State);
        Assert.DoesNotContain("/elsewhere", _world.Issuer.Asked.Keys);
    }

    [Fact]
    public async Task What_is_left_of_a_token_is_used_while_the_provider_is_down()
    {
        var person = await _world.ConnectedAsync();
        var token = Token(await _world.GetAsync(person));
        _world.Issuer.IsDown = true;
        _world.Time.Advance(TimeSpan.FromSeconds(290));

        var kept = Token(await _world.GetAsync(person));
        _world.Time.Advance(TimeSpan.FromSeconds(20));
        var gone = await _world.GetAsync(person);

        Assert.Same(token, kept);
        Assert.IsType<DelegatedTokenResult.Unavailable>(gone);
    }

    [Fact]
    public async Task Connecting_again_ends_what_the_earlier_grant_gave()
    {
        var person = await _world.ConnectedAsync();
        var before = Token(await _world.GetAsync(person));
        await _world.ConnectedAsync(person);

        var after = Token(await _world.GetAsync(person));

        Assert.NotEqual(before.Grant, after.Grant);
    }

    private static IResult Slow()
    {
        Thread.Sleep(TimeSpan.FromSeconds(3));
        return Results.Json(new { error = "too late" });
    }

    private static DelegatedToken Token(DelegatedTokenResult result) => Assert.IsType<DelegatedTokenResult.Granted>(result).Token;
}
