using Microsoft.AspNetCore.Http;
using Onbehalf.Audit;
using Onbehalf.Delegation;
using Onbehalf.Delegation.Grants;
using Onbehalf.Identity;
using Onbehalf.Identity.Offboarding;
using Onbehalf.People;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Delegation;

/// <summary>A grant that its provider no longer honours is a reason to ask about its person, and no proof that their account ended.</summary>
public sealed class RefusedGrantTests : IAsyncLifetime
{
    private GrantWorld _world = null!;

    public async Task InitializeAsync() => _world = await GrantWorld.StartAsync();

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task Whoever_took_consent_back_loses_that_grant_alone_and_is_asked_about_once()
    {
        var person = await _world.ConnectedAsync();
        var row = (await _world.RowAsync(person))!;
        Refuse("invalid_grant");

        await RefusedAsync(person);
        await Waiting.UntilAsync(() => _world.Directory.Questions == 1);
        await Waiting.UntilAsync(async () => await StandingAsync(person) is { IsOpen: false });
        await _world.GetAsync(person);

        Assert.Null(await _world.Of<GrantSecrets>().ReadAsync(row, _world.Notes, row.Secret!, default));
        Assert.Null((await StandingAsync(person))!.Blocked);
        Assert.Equal(["Denied grant-refused notes"], await RecordedAsync(person));
        Assert.Equal(1, _world.Directory.Questions);
    }

    [Theory]
    [InlineData(true, "account-disabled")]
    [InlineData(false, "account-unknown")]
    public async Task Whose_account_turns_out_to_have_ended_has_nothing_left(bool isKnown, string reason)
    {
        var person = await _world.ConnectedAsync();
        Says(isKnown ? new DirectoryAnswer.Disabled() : new DirectoryAnswer.Unknown());
        Refuse("invalid_grant");

        await RefusedAsync(person);
        await Waiting.UntilAsync(async () => await StandingAsync(person) is { IsOpen: false, Blocked: not null });

        Assert.Equal(["Denied grant-refused notes", $"Allowed {reason} test", $"Succeeded {reason} test"], await RecordedAsync(person));
    }

    [Fact]
    public async Task While_the_directory_is_silent_nothing_remembered_counts_and_it_is_asked_again()
    {
        var person = await _world.ConnectedAsync();
        var remembered = Assert.IsType<AuthorityResult.Confirmed>(await _world.Of<Authorities>().ConfirmAsync(person, Freshness.Now, default)).Authority;
        Says(new DirectoryAnswer.Unavailable("down"));
        Refuse("invalid_grant");

        await RefusedAsync(person);
        await Waiting.UntilAsync(() => _world.Directory.Questions == 2);
        var refused = Assert.IsType<AuthorityResult.Refused>(await _world.Of<Authorities>().ConfirmAsync(person, Freshness.Read, default));
        var counts = AccountBlocks.Allows(remembered, await StandingAsync(person));
        Says(new DirectoryAnswer.Disabled());
        await Waiting.UntilAsync(async () =>
        {
            _world.Time.Advance(TimeSpan.FromHours(1));
            await _world.Of<Offboard>().FollowUpAllAsync(default);
            return (await StandingAsync(person))!.Blocked == "account-disabled";
        });

        Assert.Equal(("directory-unavailable", false), (refused.Code, counts));
    }

    [Fact]
    public async Task What_wants_its_person_at_the_provider_is_given_back_there()
    {
        var person = await _world.ConnectedAsync();
        Refuse("interaction_required");

        await RefusedAsync(person);

        Assert.Single(_world.Provider.Revoked);
    }

    [Theory]
    [InlineData("AADSTS50053: The account is locked.")]
    [InlineData("User temporarily disabled")]
    [InlineData("AADSTS50055: The password is expired.")]
    public async Task T51_a_lock_out_at_a_connections_provider_leaves_the_grant_connected(string description)
    {
        var person = await _world.ConnectedAsync();
        _world.Provider.Instead = context => context.Request.Path == "/token" ? Results.Json(new { error = "invalid_grant", error_description = description }, statusCode: 400) : null;

        Assert.IsType<DelegatedTokenResult.Unavailable>(await _world.GetAsync(person));

        _world.Provider.Instead = static _ => null;
        _world.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.IsType<DelegatedTokenResult.Granted>(await _world.GetAsync(person));
        Assert.Empty(_world.Provider.Revoked);
        Assert.Equal(0, _world.Directory.Questions);
    }

    /// <summary>A loaded machine may first take the provider for one that is down.</summary>
    private Task RefusedAsync(Subject person) => Waiting.UntilAsync(async () =>
    {
        _world.Time.Advance(TimeSpan.FromSeconds(5));
        return await _world.GetAsync(person) is DelegatedTokenResult.ConsentRequired;
    });

    private void Refuse(string error) =>
        _world.Provider.Instead = context => context.Request.Path == "/token" ? Results.Json(new { error }, statusCode: 400) : null;

    private void Says(DirectoryAnswer answer) => _world.Directory.Answer = _ => Task.FromResult<DirectoryAnswer?>(answer);

    private Task<AccountBlock?> StandingAsync(Subject person) => _world.Of<AccountBlocks>().FindAsync(person.Id, default);

    private async Task<string[]> RecordedAsync(Subject person)
    {
        var rows = new List<AuditRecord>();
        await foreach (var row in _world.Of<Onbehalf.Storage.Tables>().Audit.QueryAsync<AuditRow>())
            if (AuditRows.Read(row) is { Entry: { } entry } record && entry.Action == AuditAction.Offboard && entry.Subject.Id == person.Id)
                rows.Add(record);
        return [.. rows.OrderBy(static record => record.Id.Seq).Select(static record => $"{record.Entry.Decision} {record.Entry.Reason} {record.Entry.Resource!.Source}")];
    }
}
