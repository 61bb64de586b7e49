using System.Collections.Immutable;
using Azure.Data.Tables;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Memory;
using Onbehalf.People;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Threads;
using Onbehalf.Vault;
using Onbehalf.Visibility;

namespace Onbehalf.Tests.Memory;

/// <summary>Stored memory: per person, sealed, bounded, and locked together with its sources.</summary>
public sealed class MemoryStoreTests : IAsyncLifetime
{
    private const string Words = "my cost centre is merlin-31";

    private Stage _stage = null!;

    public async Task InitializeAsync()
    {
        _stage = await Stage.OpenAsync();
        await Tables.Memory.CreateIfNotExistsAsync();
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task An_entry_is_found_by_its_person_alone_and_rests_as_nothing_that_anybody_can_read()
    {
        var (alice, bob) = (await PersonAsync("Alice"), await PersonAsync("Bob"));
        var store = Store();

        var id = await KeptAsync(store, alice);
        var row = (await Tables.Memory.GetEntityAsync<TableEntity>(alice.Subject.Id.Value, id.Value)).Value;

        Assert.Equal(Words, Assert.IsType<HeldMemory.Open>(await store.FindAsync(alice, id, default)).Entry.Text);
        Assert.Null(await store.FindAsync(bob, id, default));
        Assert.Empty(await store.ListAsync(bob, default));
        Assert.False(await store.RemoveAsync(bob, id, default));
        Assert.DoesNotContain("merlin", string.Join('\n', row.Select(static cell => cell.Value is byte[] bytes ? System.Text.Encoding.Latin1.GetString(bytes) : $"{cell.Value}")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_moved_into_another_persons_memory_opens_for_nobody()
    {
        var (alice, mallory) = (await PersonAsync("Alice"), await PersonAsync("Mallory"));
        var id = await KeptAsync(Store(), mallory);
        var row = (await Tables.Memory.GetEntityAsync<TableEntity>(mallory.Subject.Id.Value, id.Value)).Value;

        row.PartitionKey = alice.Subject.Id.Value;
        await Tables.Memory.AddEntityAsync(row);

        Assert.IsType<HeldMemory.Locked>(Assert.Single(await Store().ListAsync(alice, default)));
    }

    [Fact]
    public async Task Without_its_persons_key_an_entry_says_only_that_it_was_there()
    {
        var alice = await PersonAsync("Alice");
        var id = await KeptAsync(Store(), alice);

        var shredded = Store(new PersonSeal(new PersonSecrets(new VaultInMemory().Client(), Tables), TimeProvider.System));

        Assert.Equal(id, Assert.IsType<HeldMemory.Locked>(Assert.Single(await shredded.ListAsync(alice, default))).Id);
        Assert.True(await shredded.RemoveAsync(alice, id, default));
        Assert.Empty(await Store().ListAsync(alice, default));
    }

    [Fact]
    public async Task An_entry_is_locked_when_its_person_may_not_see_what_it_rests_on()
    {
        var alice = await PersonAsync("Alice");
        var hidden = new EvidencePiece(alice.Subject.Id.Value, alice.Version, [new("company", "company.employees", ["salary"], [])]);
        var own = new EvidencePiece(alice.Subject.Id.Value, "an older grant", [MemoryRights.Looked]);

        var locked = await KeptAsync(Store(), alice, hidden);
        var open = await KeptAsync(Store(), alice, own);

        Assert.IsType<HeldMemory.Locked>(await Store().FindAsync(alice, locked, default));
        Assert.IsType<HeldMemory.Open>(await Store().FindAsync(alice, open, default));
    }

    [Fact]
    public async Task What_came_by_a_share_is_remembered_as_long_as_the_share_stands()
    {
        var (alice, bob) = (await PersonAsync("Alice"), await PersonAsync("Bob"));
        var thread = await _stage.ThreadAsync(alice.Subject, bob.Subject);
        var answer = await _stage.AnswerAsync(await _stage.SayAsync(alice.Subject, thread, "salaries?"), "secret", isPrivate: true);
        var shares = _stage.Get<ShareStore>();
        await shares.AddAsync(new(answer.Id, alice.Subject, DateTimeOffset.UtcNow, [bob.Subject.Id.Value]), new("secret", []), default);

        var id = await KeptAsync(Store(), bob, new EvidencePiece(alice.Subject.Id.Value, alice.Version, [Touched.Unknown("company")], answer.Id.Value));
        var during = await Store().FindAsync(bob, id, default);
        await shares.RemoveAsync(answer.Id, default);

        Assert.Empty(Onbehalf.Functions.Memory.MemoryBody.Of(Assert.IsType<HeldMemory.Open>(during)).Touched!);
        Assert.IsType<HeldMemory.Locked>(await Store().FindAsync(bob, id, default));
    }

    [Fact]
    public async Task The_same_call_keeps_one_entry_and_a_full_memory_says_so()
    {
        var alice = await PersonAsync("Alice");
        var store = Store(limits: new(2, 100, 1));

        for (var tries = 0; tries < 2; tries++)
            await store.AddAsync(alice, MemoryId.OfCall("t-1-c0-0"), Words, MemoryOrigin.Agent, [], [], default);
        await store.AddAsync(alice, MemoryId.New(), "another", MemoryOrigin.Hand, [], [], default);

        Assert.Equal(2, (await store.ListAsync(alice, default)).Length);
        Assert.IsType<MemoryAddition.Full>(await store.AddAsync(alice, MemoryId.New(), "a third", MemoryOrigin.Hand, [], [], default));
    }

    [Theory]
    [InlineData("kabcdefghijklmnopqrst", true)]
    [InlineData("kabcdefghijklmnopqrs1", false)]
    [InlineData("xabcdefghijklmnopqrst", false)]
    [InlineData("k", false)]
    [InlineData("../kabcdefghijklmnopqrst", false)]
    [InlineData(null, false)]
    public void An_id_has_one_spelling(string? text, bool valid) => Assert.Equal(valid, MemoryId.TryParse(text, out _));

    [Fact]
    public void A_call_always_makes_the_same_id_and_another_call_another() =>
        Assert.Equal((true, false), (MemoryId.OfCall("a") == MemoryId.Parse(MemoryId.OfCall("a").Value), MemoryId.OfCall("a") == MemoryId.OfCall("b")));

    private Storage.Tables Tables => _stage.Get<Storage.Tables>();

    private Task<Authority> PersonAsync(string name) => _stage.AuthorityAsync(_stage.People.Person(name));

    private MemoryStore Store(PersonSeal? seal = null, MemoryLimits? limits = null) => new(
        Tables,
        seal ?? _stage.Get<PersonSeal>(),
        new AnswerVisibility(_stage.Get<PersonSeal>(), _stage.Get<ShareStore>(), new Rights([new MemoryRights()])),
        limits ?? new(200, 1_000, 40),
        TimeProvider.System);

    private static async Task<MemoryId> KeptAsync(MemoryStore store, Authority person, params ImmutableArray<EvidencePiece> evidence) =>
        Assert.IsType<MemoryAddition.Stored>(await store.AddAsync(person, MemoryId.New(), Words, MemoryOrigin.Agent, evidence, ImmutableArray<TextAuthor>.Empty, default)).Entry.Id;
}
