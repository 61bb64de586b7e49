using Azure.Data.Tables;
using Microsoft.AspNetCore.Http;
using Onbehalf.Identity;

namespace Onbehalf.Tests.Identity;

public sealed class PeopleTests : IAsyncLifetime
{
    private IdentityWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await IdentityWorld.StartAsync();
        _world.Issuer.Answer = static _ => Task.FromResult(Results.Text(
            """{"Resources":[{"id":"alice","displayName":"Alice"},{"id":"bob","displayName":"Bob"}]}""", "application/json"));
    }

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task Somebody_who_never_signed_in_is_found_in_the_directory_by_id()
    {
        var bob = await _world.Of<PeopleStore>().FindAsync(_world.Person("bob").Id, default);

        Assert.Equal(("bob", "Bob"), (bob?.Key, bob?.Name));
    }

    [Fact]
    public async Task Whoever_was_listed_before_their_first_sign_in_is_remembered_with_it()
    {
        var (people, bob) = (_world.Of<PeopleStore>(), _world.Person("bob"));
        var listed = await people.FindAsync(bob.Id, default);
        var before = await people.RememberedAsync(bob.Id, default);

        await people.WelcomeAsync(listed!, default);

        Assert.Null(before);
        Assert.Equal(listed, await people.RememberedAsync(bob.Id, default));
    }

    [Fact]
    public async Task A_hundred_unknown_ids_list_the_directory_once()
    {
        var unknown = Enumerable.Range(0, 100).Select(i => _world.Of<PeopleStore>().FindAsync(_world.Person($"nobody-{i}").Id, default));

        Assert.All(await Task.WhenAll(unknown), Assert.Null);
        Assert.Equal(1, _world.Issuer.Asked["/directory/Users"]);
    }

    [Fact]
    public async Task Whoever_was_listed_stays_known_when_a_later_listing_fails()
    {
        var (people, bob) = (_world.Of<PeopleStore>(), _world.Person("bob"));
        await people.FindAsync(bob.Id, default);
        _world.Issuer.Answer = static _ => Task.FromResult(Results.StatusCode(429));
        _world.Time.Advance(TimeSpan.FromMinutes(2));

        var unknown = await people.FindAsync(_world.Person("nobody").Id, default);

        Assert.Null(unknown);
        Assert.Equal("Bob", (await people.FindAsync(bob.Id, default))?.Name);
    }

    [Fact]
    public async Task A_search_merges_the_directory_with_those_who_signed_in()
    {
        var people = _world.Of<PeopleStore>();
        await people.RememberAsync(_world.Person("alba", "Alba"), default);

        Assert.Equal(["Alba", "Alice"], (await people.SearchAsync("al", 10, default)).Select(static person => person.Name));
        Assert.Single(await people.SearchAsync("al", 1, default));
    }

    [Fact]
    public async Task A_row_that_does_not_stand_for_its_id_is_nobody()
    {
        var (alice, mallory) = (_world.Person("alice-2"), _world.Person("mallory"));
        var row = PersonRow.Of(mallory);
        (row.PartitionKey, row["subject"]) = (alice.Id.Value, alice.Id.Value);
        await _world.Of<Onbehalf.Storage.Tables>().People.UpsertEntityAsync(row, TableUpdateMode.Replace);

        Assert.Null(await _world.Of<PeopleStore>().FindAsync(alice.Id, default));
    }
}
