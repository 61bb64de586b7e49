using Onbehalf.Identity;
using Onbehalf.Identity.Offboarding;

namespace Onbehalf.Tests.Identity.Offboarding;

public sealed class PeopleSweepTests : IAsyncLifetime
{
    private OffboardWorld _world = null!;

    public async Task InitializeAsync() => _world = await OffboardWorld.StartAsync();

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task Who_is_gone_is_found_although_no_signal_came_and_who_is_not_keeps_everything()
    {
        var (alice, bob, carol) = (await _world.SomebodyAsync("alice"), await _world.SomebodyAsync("bob"), await _world.SomebodyAsync("carol"));
        var (alices, bobs) = (await _world.CookieAsync(alice), await _world.CookieAsync(bob));
        _world.Things.Alive[carol.Id] = carol;
        _world.Directory.Answer = static person => Task.FromResult<DirectoryAnswer?>(person.Key switch
        {
            "alice" => new DirectoryAnswer.Unknown(),
            "carol" => new DirectoryAnswer.Disabled(),
            _ => null,
        });

        var (asked, gone) = await _world.Of<PeopleSweep>().RunAsync(PeopleSweep.Budget, default);

        Assert.Equal((3, 2), (asked, gone));
        Assert.False(await _world.IsSignedInAsync(alices));
        Assert.True(await _world.IsSignedInAsync(bobs));
        Assert.Empty(_world.Things.Alive);
        Assert.Equal(["Intent Allowed account-unknown", "Outcome Succeeded account-unknown grants 0, on-behalf-of 0, resource-token 0, sessions 1, things 0"], await _world.AuditAsync(alice));
    }

    [Fact]
    public async Task A_sweep_asks_about_so_many_and_the_next_goes_on_where_it_stopped()
    {
        for (var i = 0; i < 10; i++)
        {
            var person = await _world.SomebodyAsync($"p-{i}");
            _world.Things.Alive[person.Id] = person;
        }

        var asked = new HashSet<string>();
        _world.Directory.Answer = person =>
        {
            lock (asked)
                asked.Add(person.Key);
            return Task.FromResult<DirectoryAnswer?>(null);
        };
        var counts = new List<int>();
        for (var i = 0; i < 3; i++)
            counts.Add((await _world.Of<PeopleSweep>().RunAsync(4, default)).Asked);

        Assert.Equal([4, 4, 2], counts);
        Assert.Equal(10, asked.Count);
        Assert.Equal(4, (await _world.Of<PeopleSweep>().RunAsync(4, default)).Asked);
    }

    [Fact]
    public async Task A_directory_that_says_everybody_is_gone_is_not_believed_all_at_once()
    {
        for (var i = 0; i < 12; i++)
        {
            var person = await _world.SomebodyAsync($"p-{i}");
            _world.Things.Alive[person.Id] = person;
        }

        _world.Says(new DirectoryAnswer.Unknown());

        Assert.Equal((12, 12), await _world.Of<PeopleSweep>().RunAsync(PeopleSweep.Budget, default));
        Assert.Empty(_world.Things.Ended);
    }

    [Fact]
    public async Task A_directory_that_is_silent_ends_nothing()
    {
        var alice = await _world.SomebodyAsync("alice");
        _world.Things.Alive[alice.Id] = alice;
        _world.Says(new DirectoryAnswer.Unavailable("down"));

        Assert.Equal((1, 0), await _world.Of<PeopleSweep>().RunAsync(PeopleSweep.Budget, default));
        Assert.Empty(_world.Things.Ended);
    }

    [Fact]
    public async Task What_a_provider_could_not_deliver_makes_the_next_sweep_begin_anew_and_soon()
    {
        var sweep = _world.Of<PeopleSweep>();
        Assert.False(await sweep.IsWantedAsync(default));

        await sweep.SoonAsync(default);

        Assert.True(await sweep.IsWantedAsync(default));
        await sweep.RunAsync(PeopleSweep.Budget, default);
        Assert.False(await sweep.IsWantedAsync(default));
    }
}
