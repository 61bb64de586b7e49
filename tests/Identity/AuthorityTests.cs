using Onbehalf.Identity;
using Onbehalf.People;

namespace Onbehalf.Tests.Identity;

public sealed class AuthorityTests
{
    private readonly AskedDirectory _directory = new();

    [Fact]
    public async Task Calls_started_together_share_one_question_and_later_ones_never_join_it()
    {
        await using var world = await IdentityWorld.StartAsync(directory: _directory);
        var (sent, go) = (new TaskCompletionSource(), new TaskCompletionSource());
        _directory.Answer = async _ =>
        {
            sent.TrySetResult();
            await go.Task;
            return null;
        };
        var alice = world.Person("alice");

        var first = world.Authorities.ConfirmAsync(alice, Freshness.Now, default);
        await sent.Task;
        var later = Enumerable.Range(0, 50).Select(_ => world.Authorities.ConfirmAsync(alice, Freshness.Now, default)).ToArray();
        world.Time.Advance(TimeSpan.FromSeconds(1));
        var started = world.Time.GetUtcNow();
        go.SetResult();

        Assert.True(Confirmed(await first).ConfirmedAt < started);
        Assert.All(await Task.WhenAll(later), result => Assert.True(Confirmed(result).ConfirmedAt >= started));
        Assert.Equal(2, _directory.Questions);
    }

    [Fact]
    public async Task A_read_may_reuse_a_confirmation_within_the_window_and_everything_else_asks()
    {
        await using var world = await IdentityWorld.StartAsync(confirmSeconds: 30, directory: _directory);
        var alice = world.Person("alice");

        await world.Authorities.ConfirmAsync(alice, Freshness.Now, default);
        world.Time.Advance(TimeSpan.FromSeconds(30));
        await world.Authorities.ConfirmAsync(alice, Freshness.Read, default);
        Assert.Equal(1, _directory.Questions);

        await world.Authorities.ConfirmAsync(alice, Freshness.Now, default);
        Assert.Equal(2, _directory.Questions);

        world.Time.Advance(TimeSpan.FromSeconds(31));
        await world.Authorities.ConfirmAsync(alice, Freshness.Read, default);
        Assert.Equal(3, _directory.Questions);

        world.Authorities.Forget(alice.Id);
        await world.Authorities.ConfirmAsync(alice, Freshness.Read, default);
        Assert.Equal(4, _directory.Questions);
    }

    [Fact]
    public async Task Without_a_window_every_read_asks()
    {
        await using var world = await IdentityWorld.StartAsync(directory: _directory);
        var alice = world.Person("alice");

        await world.Authorities.ConfirmAsync(alice, Freshness.Read, default);
        await world.Authorities.ConfirmAsync(alice, Freshness.Read, default);

        Assert.Equal(2, _directory.Questions);
    }

    [Fact]
    public async Task Law_2_disabling_or_regrouping_somebody_counts_at_the_very_next_question()
    {
        await using var world = await IdentityWorld.StartAsync(confirmSeconds: 30, directory: _directory);
        var alice = world.Person("alice");
        _directory.Groups["alice"] = ["hr"];
        var before = Confirmed(await world.Authorities.ConfirmAsync(alice, Freshness.Now, default));

        _directory.Groups["alice"] = ["sales"];
        var after = Confirmed(await world.Authorities.ConfirmAsync(alice, Freshness.Now, default));
        Assert.Equal(["hr"], before.Groups);
        Assert.Equal(["sales"], after.Groups);
        Assert.NotEqual(before.Version, after.Version);

        _directory.Answer = static _ => Task.FromResult<DirectoryAnswer?>(new DirectoryAnswer.Disabled());
        Assert.Equal("account-disabled", Refused(await world.Authorities.ConfirmAsync(alice, Freshness.Now, default)).Code);
        // The refusal also ends what a read could still have used.
        Assert.Equal("account-disabled", Refused(await world.Authorities.ConfirmAsync(alice, Freshness.Read, default)).Code);
    }

    [Fact]
    public async Task Law_2_a_person_whose_directory_is_silent_is_refused()
    {
        await using var world = await IdentityWorld.StartAsync(directory: _directory);
        _directory.Answer = static _ => Task.FromResult<DirectoryAnswer?>(new DirectoryAnswer.Unavailable("down"));

        Assert.Equal("directory-unavailable", Refused(await world.Authorities.ConfirmAsync(world.Person("alice"), Freshness.Now, default)).Code);
    }

    [Fact]
    public async Task Law_1_a_subject_whose_id_is_not_its_own_or_whose_issuer_is_not_trusted_gets_no_authority()
    {
        await using var world = await IdentityWorld.StartAsync(directory: _directory);
        var (alice, bob) = (world.Person("alice"), world.Person("bob"));

        Assert.Equal("account-unknown", Refused(await world.Authorities.ConfirmAsync(bob with { Id = alice.Id }, Freshness.Now, default)).Code);
        Assert.Equal("account-unknown", Refused(await world.Authorities.ConfirmAsync(alice with { ProviderId = "other" }, Freshness.Now, default)).Code);
        Assert.Equal(0, _directory.Questions);
    }

    [Fact]
    public async Task An_authority_is_always_about_the_person_who_was_asked_about()
    {
        await using var world = await IdentityWorld.StartAsync(directory: _directory);
        var people = new[] { "alice", "bob", "mallory" }.Select(key => world.Person(key)).ToArray();
        foreach (var person in people)
            _directory.Groups[person.Key] = [$"only-{person.Key}"];
        _directory.Answer = static async _ =>
        {
            await Task.Yield();
            return null;
        };

        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, cancellation) =>
        {
            var person = people[i % people.Length];
            var authority = Confirmed(await world.Authorities.ConfirmAsync(person, i % 2 == 0 ? Freshness.Now : Freshness.Read, cancellation));
            Assert.Equal((person.Id, $"only-{person.Key}"), (authority.Subject.Id, authority.Groups.Single()));
        });
    }

    private static Authority Confirmed(AuthorityResult result) => Assert.IsType<AuthorityResult.Confirmed>(result).Authority;

    private static AuthorityResult.Refused Refused(AuthorityResult result) => Assert.IsType<AuthorityResult.Refused>(result);
}
