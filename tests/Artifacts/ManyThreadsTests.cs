using Azure.Data.Tables;
using Onbehalf.Artifacts;
using Onbehalf.Ids;
using Onbehalf.Tests.Threads;

namespace Onbehalf.Tests.Artifacts;

/// <summary>Nothing that a person has is left out of their list because they have much else.</summary>
public sealed class ManyThreadsTests : IAsyncLifetime
{
    private Stage _stage = null!;

    public async Task InitializeAsync() => _stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task An_artifact_of_any_of_a_persons_threads_is_in_their_list()
    {
        var (alice, bob) = (_stage.People.Person("Alice"), _stage.People.Person("Bob"));
        var (asAlice, asBob) = (await _stage.AuthorityAsync(alice), await _stage.AuthorityAsync(bob));
        var id = ArtifactId.New();
        var (made, _) = await _stage.Get<ArtifactStore>().CreateAsync(asAlice, id, ArtifactKind.List, new(0, "first", ArtifactTemplates.Of(ArtifactKind.List, null, "Launch")!.Value), default);
        var thread = await _stage.ThreadAsync(alice, bob);
        Assert.NotNull(await _stage.Get<ArtifactPublishing>().PublishAsync(asAlice, (await _stage.Get<ArtifactPublishing>().PreviewAsync(asAlice, made!, thread, default))!, default));
        await FillInboxAsync(bob.Id, before: thread, count: 250);

        var (heads, _) = await _stage.Get<ArtifactLists>().ListAsync(asBob, null, null, 50, default);

        Assert.Equal([id], heads.Select(static head => head.Id));
    }

    /// <summary>Pointers to threads that this person has left: they come first in the order of keys.</summary>
    private async Task FillInboxAsync(SubjectId person, ThreadId before, int count)
    {
        var inbox = _stage.Get<Storage.Tables>().Inbox;
        var own = inbox.Query<TableEntity>(row => row.PartitionKey == person.Value).Single(row => row.RowKey.Contains(before.Value, StringComparison.Ordinal));
        var left = Enumerable.Range(0, int.MaxValue).Select(static i => ThreadId.Of($"left {i}")).Where(id => string.CompareOrdinal(id.Value, before.Value) < 0).Take(count);
        foreach (var some in left.Chunk(100))
            await inbox.SubmitTransactionAsync(some.Select(id => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(person.Value, own.RowKey.Replace(before.Value, id.Value, StringComparison.Ordinal)))));
    }
}
