using Onbehalf.Delegation;
using Onbehalf.Delegation.Grants;
using Onbehalf.Identity;
using Onbehalf.Identity.Offboarding;
using Onbehalf.People;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Delegation;

/// <summary>Grants end with their person (T12, T14), wherever a token of theirs is still in memory.</summary>
public sealed class OffboardedGrantTests : IAsyncLifetime
{
    private GrantWorld _world = null!;

    public async Task InitializeAsync() => _world = await GrantWorld.StartAsync();

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task T14_grants_of_a_person_who_left_are_revoked_disabled_and_forgotten_in_every_process()
    {
        await using var other = await _world.AnotherProcessAsync();
        var person = await _world.ConnectedAsync();
        await Task.WhenAll(_world.GetAsync(person), other.GetAsync(person));
        var row = (await _world.RowAsync(person))!;

        var ended = await EndAsync(person);
        _world.Time.Advance(TimeSpan.FromSeconds(6));

        Assert.Equal(1, ended);
        Assert.Single(_world.Provider.Revoked);
        Assert.Null(await _world.Of<GrantSecrets>().ReadAsync(row, _world.Notes, row.Secret!, default));
        Assert.IsType<DelegatedTokenResult.ConsentRequired>(await _world.GetAsync(person));
        Assert.IsType<DelegatedTokenResult.ConsentRequired>(await other.GetAsync(person));
        Assert.Equal(0, await EndAsync(person));
    }

    [Fact]
    public async Task T14_the_sweep_ends_the_grants_of_whom_the_directory_no_longer_knows_although_no_signal_came()
    {
        var (gone, stays) = (await _world.ConnectedAsync(), await _world.ConnectedAsync());
        var row = (await _world.RowAsync(gone))!;
        _world.Directory.Answer = person => Task.FromResult<DirectoryAnswer?>(person.Id == gone.Id ? new DirectoryAnswer.Unknown() : null);

        var (asked, found) = await _world.Of<PeopleSweep>().RunAsync(PeopleSweep.Budget, default);

        Assert.Equal((2, 1), (asked, found));
        Assert.Single(_world.Provider.Revoked);
        Assert.Null(await _world.Of<GrantSecrets>().ReadAsync(row, _world.Notes, row.Secret!, default));
        Assert.Equal((GrantState.Reconnect, GrantState.Connected), ((await _world.RowAsync(gone))!.State, (await _world.RowAsync(stays))!.State));
    }

    [Fact]
    public async Task A_provider_that_is_down_keeps_no_grant_alive_here_and_is_told_later()
    {
        var person = await _world.ConnectedAsync();
        await _world.GetAsync(person);
        _world.Issuer.IsDown = true;

        await Assert.ThrowsAsync<AggregateException>(() => EndAsync(person));
        var meanwhile = await _world.GetAsync(person);
        _world.Issuer.IsDown = false;
        var ended = await EndAsync(person);

        Assert.IsType<DelegatedTokenResult.ConsentRequired>(meanwhile);
        Assert.Equal(1, ended);
        Assert.Single(_world.Provider.Revoked);
    }

    [Fact]
    public async Task A_person_who_came_back_connects_again_and_only_then_has_a_token()
    {
        var person = await _world.ConnectedAsync();
        await EndAsync(person);
        await _world.ConnectedAsync(person);

        Assert.IsType<DelegatedTokenResult.Granted>(await _world.GetAsync(person));
    }

    [Fact]
    public async Task T12_somebody_new_under_an_old_name_finds_an_empty_vault()
    {
        var old = await _world.ConnectedAsync(_world.Person("Bob"));
        var since = DateTimeOffset.UtcNow;

        var answer = await _world.GetAsync(_world.Person("Bob"));

        Assert.IsType<DelegatedTokenResult.ConsentRequired>(answer);
        Assert.DoesNotContain(await VaultLog.NamesSinceAsync(since), name => name.StartsWith($"u-{old.Id}-", StringComparison.Ordinal));
    }

    private Task<int> EndAsync(Subject person) => _world.Of<IEnumerable<IEndsWithPerson>>().Single(static end => end.Kind == "grants").EndAsync(person, "account-disabled", default);
}
