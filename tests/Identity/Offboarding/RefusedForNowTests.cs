using Onbehalf.Identity;
using Onbehalf.Identity.Offboarding;

namespace Onbehalf.Tests.Identity.Offboarding;

/// <summary>T51: neither a stranger's actions at a provider nor a directory's mistakes take access from anybody.</summary>
public sealed class RefusedForNowTests : IAsyncLifetime
{
    private OffboardWorld _world = null!;

    public static TheoryData<string> Codes { get; } = [AccountCodes.Locked, AccountCodes.PasswordExpired, AccountCodes.Pending, AccountCodes.SignInAgain, AccountCodes.DirectoryUnavailable];

    public async Task InitializeAsync() => _world = await OffboardWorld.StartAsync();

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task T51_a_refusal_for_now_ends_nothing_however_it_is_found(string code)
    {
        var alice = await _world.SomebodyAsync("alice");
        var cookie = await _world.CookieAsync(alice);
        _world.Says(new DirectoryAnswer.Unavailable("why", code, code == AccountCodes.DirectoryUnavailable ? null : "What to do."));

        var refused = Assert.IsType<AuthorityResult.Refused>(await _world.Authorities.ConfirmAsync(alice, Freshness.Now, default));
        await _world.SignalAsync(alice, SignalKind.AccountChanged);
        await _world.SignalAsync(alice, SignalKind.GrantRefused);
        await _world.Of<PeopleSweep>().RunAsync(PeopleSweep.Budget, default);

        Assert.Equal(code, refused.Code);
        Assert.True(await _world.IsSignedInAsync(cookie));
        Assert.Empty(_world.Things.Ended);
        Assert.Null((await _world.Of<AccountBlocks>().FindAsync(alice.Id, default))?.Blocked);
        Assert.DoesNotContain(await _world.AuditAsync(alice), static row => row.Contains("Allowed", StringComparison.Ordinal));

        _world.Says(null);
        Assert.IsType<AuthorityResult.Confirmed>(await _world.Authorities.ConfirmAsync(alice, Freshness.Now, default));
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public async Task T51_a_signal_that_somebody_left_blocks_them_and_a_lock_out_in_answer_ends_nothing(string code)
    {
        var alice = await _world.SomebodyAsync("alice");
        var cookie = await _world.CookieAsync(alice);
        _world.Says(new DirectoryAnswer.Unavailable("why", code));

        await _world.SignalAsync(alice, SignalKind.AccountEnded);
        for (var round = 0; round < 4; round++)
        {
            _world.Time.Advance(TimeSpan.FromHours(2));
            await _world.Offboard.FollowUpAsync(alice.Id, default);
        }

        Assert.Empty(_world.Things.Ended);
        Assert.NotNull((await _world.Of<AccountBlocks>().FindAsync(alice.Id, default))!.Blocked);

        _world.Says(new DirectoryAnswer.Disabled());
        await _world.SignalAsync(alice, SignalKind.AccountEnded);
        Assert.False(await _world.IsSignedInAsync(cookie));
    }

    [Fact]
    public async Task T51_an_issuer_that_is_taken_out_of_the_settings_ends_nobody()
    {
        var stranger = new Onbehalf.People.Subject(Onbehalf.Ids.SubjectId.Of("https://old.example", null, "a"), "old", "https://old.example", null, "a", "A");
        await _world.Of<PeopleStore>().RememberAsync(stranger, default);

        await _world.SignalAsync(stranger, SignalKind.GrantRefused);

        Assert.Empty(_world.Things.Ended);
    }
}
