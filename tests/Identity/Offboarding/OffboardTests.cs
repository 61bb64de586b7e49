using Microsoft.AspNetCore.Http;
using Onbehalf.Identity;
using Onbehalf.Identity.Offboarding;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Tests.Identity.Offboarding;

public sealed class OffboardTests : IAsyncLifetime
{
    private static readonly DirectoryAnswer Disabled = new DirectoryAnswer.Disabled();
    private static readonly DirectoryAnswer Unknown = new DirectoryAnswer.Unknown();
    private static readonly DirectoryAnswer Silent = new DirectoryAnswer.Unavailable("down");

    private OffboardWorld _world = null!;

    public async Task InitializeAsync() => _world = await OffboardWorld.StartAsync(confirmSeconds: 30);

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Theory]
    [InlineData("disabled", "account-disabled")]
    [InlineData("deleted", "account-unknown")]
    public async Task Law_8_whoever_the_directory_says_is_gone_has_nothing_left(string change, string reason)
    {
        var alice = await _world.SomebodyAsync("alice");
        var cookie = await _world.CookieAsync(alice);
        _world.Things.Alive[alice.Id] = alice;
        _world.Says(change == "disabled" ? Disabled : Unknown);

        await _world.SignalAsync(alice, SignalKind.AccountEnded);

        Assert.False(await _world.IsSignedInAsync(cookie));
        Assert.Equal([(alice.Id, reason)], _world.Things.Ended);
        Assert.Equal(
            ["Whole Denied account-ended", $"Intent Allowed {reason}", $"Outcome Succeeded {reason} grants 0, on-behalf-of 0, resource-token 0, sessions 1, things 1"],
            await _world.AuditAsync(alice));
    }

    [Fact]
    public async Task A_pointer_written_just_before_what_it_means_is_not_taken_away_by_a_look_in_between()
    {
        var alice = await _world.SomebodyAsync("alice");
        await new OpenAccountBlocks(_world.Of<Onbehalf.Storage.Tables>()).PointAsync(alice.Id, _world.Time.GetUtcNow(), default);

        await _world.Offboard.FollowUpAllAsync(default);
        var atOnce = await _world.Offboard.IsAnythingOpenAsync(default);
        _world.Time.Advance(TimeSpan.FromMinutes(2));
        await _world.Offboard.FollowUpAllAsync(default);

        Assert.True(atOnce);
        Assert.False(await _world.Offboard.IsAnythingOpenAsync(default));
    }

    [Fact]
    public async Task A_signal_alone_blocks_on_every_instance_and_ends_nothing_until_the_directory_answers()
    {
        var alice = await _world.SomebodyAsync("alice");
        var cookie = await _world.CookieAsync(alice);
        var elsewhere = _world.AnotherInstance(confirmSeconds: 30);
        Assert.IsType<AuthorityResult.Confirmed>(await elsewhere.ConfirmAsync(alice, Freshness.Now, default));
        Assert.IsType<AuthorityResult.Confirmed>(await elsewhere.ConfirmAsync(alice, Freshness.Read, default));
        _world.Says(Silent);

        await _world.SignalAsync(alice, SignalKind.AccountEnded);

        Assert.IsType<AuthorityResult.Refused>(await elsewhere.ConfirmAsync(alice, Freshness.Read, default));
        Assert.Empty(_world.Things.Ended);
        Assert.True(await _world.IsSignedInAsync(cookie));

        _world.Says(Disabled);
        _world.Time.Advance(TimeSpan.FromSeconds(31));
        await _world.Offboard.FollowUpAllAsync(default);
        Assert.Single(_world.Things.Ended);
        Assert.False(await _world.IsSignedInAsync(cookie));
    }

    [Fact]
    public async Task The_directory_is_the_only_judge_and_is_asked_again_where_it_may_lag_behind_its_own_signal()
    {
        var alice = await _world.SomebodyAsync("alice");
        var cookie = await _world.CookieAsync(alice);

        await _world.SignalAsync(alice, SignalKind.AccountEnded);
        Assert.IsType<AuthorityResult.Confirmed>(await _world.Authorities.ConfirmAsync(alice, Freshness.Read, default));
        Assert.True(await _world.IsSignedInAsync(cookie));
        Assert.Equal(["Whole Denied account-ended", "Whole Succeeded active-again"], await _world.AuditAsync(alice));

        _world.Says(Disabled);
        _world.Time.Advance(TimeSpan.FromSeconds(31));
        await _world.Offboard.FollowUpAllAsync(default);
        Assert.Equal((alice.Id, "account-disabled"), Assert.Single(_world.Things.Ended));
        Assert.False(await _world.IsSignedInAsync(cookie));
    }

    [Fact]
    public async Task A_person_who_is_enabled_again_is_let_in_at_the_next_question_and_finds_nothing_of_before()
    {
        var alice = await _world.SomebodyAsync("alice");
        var cookie = await _world.CookieAsync(alice);
        _world.Says(Disabled);
        await _world.SignalAsync(alice, SignalKind.AccountEnded);
        Assert.IsType<AuthorityResult.Refused>(await _world.Authorities.ConfirmAsync(alice, Freshness.Now, default));

        _world.Says(null);

        Assert.IsType<AuthorityResult.Confirmed>(await _world.Authorities.ConfirmAsync(alice, Freshness.Read, default));
        Assert.Equal("Whole Succeeded active-again", (await _world.AuditAsync(alice))[^1]);
        Assert.False(await _world.IsSignedInAsync(cookie));
    }

    [Theory]
    [InlineData(SignalKind.SessionsRevoked)]
    [InlineData(SignalKind.CredentialChanged)]
    public async Task Revoked_sessions_and_changed_credentials_end_sign_ins_and_their_grant_and_block_nobody(SignalKind kind)
    {
        var revoked = new List<string>();
        _world.Issuer.Answer = async context =>
        {
            revoked.Add($"{context.Request.Path} {(await context.Request.ReadFormAsync())["token"]}");
            return Results.Ok();
        };
        var alice = await _world.SomebodyAsync("alice");
        var (first, second) = (await _world.CookieAsync(alice), await _world.CookieAsync(alice, "refresh-1"));
        var bobs = await _world.CookieAsync(await _world.SomebodyAsync("bob"));
        Assert.True(await _world.IsSignedInAsync(first));

        await _world.SignalAsync(alice, kind);

        Assert.False(await _world.IsSignedInAsync(first) || await _world.IsSignedInAsync(second));
        Assert.True(await _world.IsSignedInAsync(bobs));
        Assert.Equal(["/revoke refresh-1"], revoked);
        Assert.DoesNotContain(_world.Vault.Secrets.Keys, static name => name.Contains("-session-test-", StringComparison.Ordinal));
        Assert.Empty(_world.Things.Ended);
        Assert.IsType<AuthorityResult.Confirmed>(await _world.Authorities.ConfirmAsync(alice, Freshness.Now, default));
        Assert.True(await _world.IsSignedInAsync(await _world.CookieAsync(alice)));
    }

    [Fact]
    public async Task What_cannot_be_ended_is_tried_again_until_it_has_ended_and_the_audit_says_so()
    {
        var alice = await _world.SomebodyAsync("alice");
        await _world.CookieAsync(alice, "refresh-1");
        _world.Says(Disabled);
        (_world.Things.IsStuck, _world.Issuer.Answer) = (true, static _ => Task.FromResult(Results.StatusCode(503)));

        await _world.SignalAsync(alice, SignalKind.AccountEnded);
        Assert.Contains(_world.Vault.Secrets.Values, static value => value.Contains("refresh-1", StringComparison.Ordinal));
        await _world.Offboard.FollowUpAllAsync(default);
        Assert.Empty(_world.Things.Ended);

        (_world.Things.IsStuck, _world.Issuer.Answer) = (false, static _ => Task.FromResult(Results.Ok()));
        _world.Time.Advance(TimeSpan.FromSeconds(31));
        await _world.Offboard.FollowUpAllAsync(default);
        _world.Time.Advance(TimeSpan.FromHours(2));
        await _world.Offboard.FollowUpAllAsync(default);

        Assert.Single(_world.Things.Ended);
        Assert.DoesNotContain(_world.Vault.Secrets.Values, static value => value.Contains("refresh-1", StringComparison.Ordinal));
        Assert.Equal(
            [
                "Whole Denied account-ended",
                "Intent Allowed account-disabled", "Outcome Failed not ended yet: sessions, things grants 0, on-behalf-of 0, resource-token 0",
                "Intent Allowed account-disabled", "Outcome Succeeded account-disabled grants 0, on-behalf-of 0, resource-token 0, sessions 0, things 0",
            ],
            await _world.AuditAsync(alice));
    }

    [Fact]
    public async Task The_same_signal_is_heard_once_however_often_and_by_however_many_it_is_told()
    {
        var alice = await _world.SomebodyAsync("alice");
        _world.Says(Disabled);

        var together = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _world.SignalAsync(alice, SignalKind.AccountEnded, "e1")));
        var later = await _world.SignalAsync(alice, SignalKind.AccountEnded, "e1");

        Assert.Single(together, static isNew => isNew);
        Assert.False(later);
    }

    [Fact]
    public async Task A_replayed_signal_does_not_end_the_sessions_of_today()
    {
        var alice = await _world.SomebodyAsync("alice");
        await _world.SignalAsync(alice, SignalKind.SessionsRevoked, "e1");
        _world.Time.Advance(TimeSpan.FromDays(20));
        var cookie = await _world.CookieAsync(alice);

        await _world.SignalAsync(alice, SignalKind.SessionsRevoked, "e1");

        Assert.True(await _world.IsSignedInAsync(cookie));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Signals_out_of_order_come_to_what_the_directory_says(bool isActive)
    {
        var alice = await _world.SomebodyAsync("alice");
        _world.Says(isActive ? null : Disabled);

        foreach (var kind in new[] { SignalKind.AccountChanged, SignalKind.AccountEnded, SignalKind.SessionsRevoked, SignalKind.AccountChanged })
            await _world.SignalAsync(alice, kind);

        Assert.Equal(isActive, await _world.Authorities.ConfirmAsync(alice, Freshness.Read, default) is AuthorityResult.Confirmed);
        Assert.Equal(isActive, _world.Things.Ended.IsEmpty);
    }

    [Fact]
    public async Task A_signal_about_somebody_who_was_never_here_asks_nobody_and_leaves_nothing()
    {
        var stranger = new Subject(SubjectId.Of(_world.Issuer.Url, null, "stranger"), "test", _world.Issuer.Url, null, "stranger", "stranger");

        Assert.False(await _world.SignalAsync(stranger, SignalKind.AccountEnded));

        Assert.Equal(0, _world.Directory.Questions);
        Assert.Empty(await _world.AuditAsync(stranger));
    }

    [Fact]
    public async Task Whom_a_question_finds_disabled_is_ended_although_no_signal_came()
    {
        var alice = await _world.SomebodyAsync("alice");
        var cookie = await _world.CookieAsync(alice);
        _world.Says(Disabled);

        Assert.IsType<AuthorityResult.Refused>(await _world.Authorities.ConfirmAsync(alice, Freshness.Now, default));
        await _world.Offboard.FollowUpAllAsync(default);

        Assert.Single(_world.Things.Ended);
        Assert.False(await _world.IsSignedInAsync(cookie));
    }

    [Fact]
    public async Task T12_a_name_that_is_given_to_somebody_new_gives_them_nothing_and_costs_them_nothing()
    {
        var old = (await _world.SomebodyAsync("u-1")) with { Name = "bob@corp.example" };
        _world.Directory.Answer = person => Task.FromResult<DirectoryAnswer?>(person.Key == "u-1" ? Unknown : null);
        var cookie = await _world.CookieAsync(old, "refresh-1");
        await _world.SignalAsync(old, SignalKind.AccountEnded);

        var renewed = (await _world.SomebodyAsync("u-2")) with { Name = "bob@corp.example" };

        Assert.NotEqual(old.Id, renewed.Id);
        Assert.IsType<AuthorityResult.Confirmed>(await _world.Authorities.ConfirmAsync(renewed, Freshness.Now, default));
        Assert.IsType<AuthorityResult.Refused>(await _world.Authorities.ConfirmAsync(old, Freshness.Now, default));
        Assert.False(await _world.IsSignedInAsync(cookie));
        Assert.DoesNotContain(_world.Vault.Secrets.Keys, name => name.Contains(renewed.Id.Value, StringComparison.Ordinal));
        Assert.Empty(await _world.AuditAsync(renewed));
    }

    [Fact]
    public async Task A_read_asks_the_directory_every_time_and_looks_for_a_block_again_after_a_refusal_a_side_effect_or_fifteen_seconds()
    {
        var alice = await _world.SomebodyAsync("alice");
        var another = _world.AnotherInstance(0);
        await HearAsync();

        var asked = _world.Directory.Questions;
        var read = await another.ConfirmAsync(alice, Freshness.Read, default);
        Assert.Equal(asked + 1, _world.Directory.Questions);
        Assert.IsType<AuthorityResult.Confirmed>(read);
        Assert.NotNull(await BlockedAsync());

        _world.Says(Disabled);
        Assert.IsType<AuthorityResult.Refused>(await another.ConfirmAsync(alice, Freshness.Read, default));
        _world.Says(null);
        Assert.IsType<AuthorityResult.Confirmed>(await another.ConfirmAsync(alice, Freshness.Read, default));
        Assert.Null(await BlockedAsync());

        await HearAsync();
        Assert.IsType<AuthorityResult.Confirmed>(await another.ConfirmAsync(alice, Freshness.Now, default));
        Assert.Null(await BlockedAsync());

        await HearAsync();
        _world.Time.Advance(TimeSpan.FromSeconds(16));
        Assert.IsType<AuthorityResult.Confirmed>(await another.ConfirmAsync(alice, Freshness.Read, default));
        Assert.Null(await BlockedAsync());

        async Task HearAsync()
        {
            await another.ConfirmAsync(alice, Freshness.Read, default);
            await _world.Of<AccountBlocks>().HearAsync(alice, AccountCodes.Disabled, blocks: true, questions: 0, Ending.Everything, default);
        }

        async Task<string?> BlockedAsync() => (await _world.Of<AccountBlocks>().FindAsync(alice.Id, default))?.Blocked;
    }
}
