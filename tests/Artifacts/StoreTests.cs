using System.Collections.Immutable;
using Azure.Data.Tables;
using Onbehalf.Artifacts;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tests.Threads;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Artifacts;

/// <summary>The log in table storage: no lost and no doubled op, whatever happens at once.</summary>
public sealed class StoreTests : IAsyncLifetime
{
    private Stage _stage = null!;
    private Authority _alice = null!;

    public async Task InitializeAsync()
    {
        _stage = await Stage.OpenAsync();
        _alice = await _stage.AuthorityAsync(_stage.People.Person("Alice"));
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task Two_processes_add_at_once_and_every_op_gets_its_own_number()
    {
        using var first = NewStore();
        using var second = NewStore();
        var id = await MakeAsync(first);

        var results = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? first : second).AppendAsync(_alice, id, Add(i), default)));

        var seqs = results.Select(static result => Assert.IsType<OpsResult.Accepted>(result).Seq).Order().ToArray();
        Assert.Equal(Enumerable.Range(2, 40).Select(static n => (long)n), seqs);
        var (one, other) = (await first.FindAsync(_alice, id, default), await second.FindAsync(_alice, id, default));
        Assert.Equal(40, one!.State.Items.Count);
        Assert.Equal(StateText.Hash(one.State), StateText.Hash(other!.State));
        using var fresh = NewStore();
        Assert.Equal(StateText.Hash(one.State), StateText.Hash((await fresh.FindAsync(_alice, id, default))!.State));
    }

    [Fact]
    public async Task The_same_request_again_is_the_same_op_and_another_under_its_id_is_refused()
    {
        using var store = NewStore();
        var id = await MakeAsync(store);
        var first = await store.AppendAsync(_alice, id, Add(1), default);

        var again = await store.AppendAsync(_alice, id, Add(1), default);
        var own = Add(3);
        await store.AppendAsync(_alice, id, own, default);
        var retried = await store.AppendAsync(_alice, id, own, default);
        var other = await store.AppendAsync(_alice, id, Add(2) with { OpId = Add(1).OpId }, default);

        Assert.Equal((new OpsResult.Accepted(2), new OpsResult.Accepted(2) { IsRepeat = true }), (first, again));
        Assert.Equal(new OpsResult.Accepted(3), retried);
        Assert.Equal("op-id", Assert.IsType<OpsResult.Refused>(other).Problem.Code);
        Assert.Equal(2, (await store.FindAsync(_alice, id, default))!.State.Items.Count);
    }

    [Fact]
    public async Task A_base_in_the_future_is_refused()
    {
        using var store = NewStore();
        var id = await MakeAsync(store);

        Assert.Equal("base-seq", Assert.IsType<OpsResult.Refused>(await store.AppendAsync(_alice, id, Add(1) with { BaseSeq = 99 }, default)).Problem.Code);
    }

    [Fact]
    public async Task Ops_for_exactly_what_was_read_are_refused_after_a_change_of_the_head_alone()
    {
        using var store = NewStore();
        using var other = NewStore();
        var id = await MakeAsync(store);
        var read = (await store.FindAsync(_alice, id, default))!;
        var request = Add(1) with { BaseSeq = read.Head.Seq, IsOnBase = true };
        Assert.NotNull(await other.ChangeAsync(_alice, id, static head => head, default));

        var late = await store.AppendAsync(_alice, read, request, default);
        var now = await store.AppendAsync(_alice, (await store.FindAsync(_alice, id, default))!, request, default);

        Assert.Empty(Assert.IsType<OpsResult.Moved>(late).Missing);
        Assert.IsType<OpsResult.Accepted>(now);
    }

    [Fact]
    public async Task A_snapshot_is_taken_once_though_the_artifact_is_read_before_each_op()
    {
        using var store = NewStore();
        var id = await MakeAsync(store);
        for (var i = 0; i < ArtifactLimits.OpsBetweenSnapshots + 10; i++)
        {
            if (i >= ArtifactLimits.OpsBetweenSnapshots - 5)
                await store.FindAsync(_alice, id, default);
            await store.AppendAsync(_alice, id, Add(i), default);
        }

        Assert.Single(_stage.Get<Storage.Tables>().Artifacts.Query<TableEntity>(row => row.PartitionKey == id.Value && row.RowKey.CompareTo("s-") > 0 && row.RowKey.CompareTo("s.") < 0));
    }

    [Fact]
    public async Task A_snapshot_with_a_missing_row_is_passed_over()
    {
        using var store = NewStore();
        var id = await MakeAsync(store);
        for (var i = 0; i < ArtifactLimits.OpsBetweenSnapshots + 5; i++)
            Assert.IsType<OpsResult.Accepted>(await store.AppendAsync(_alice, id, Add(i), default));
        var whole = StateText.Hash((await store.FindAsync(_alice, id, default))!.State);
        var table = _stage.Get<Storage.Tables>().Artifacts;
        var snapshot = table.Query<TableEntity>(row => row.PartitionKey == id.Value && row.RowKey.CompareTo("s-") > 0 && row.RowKey.CompareTo("s.") < 0).Single();
        using (var reading = NewStore())
            Assert.Equal(whole, StateText.Hash((await reading.FindAsync(_alice, id, default))!.State));

        await table.DeleteEntityAsync(snapshot.PartitionKey, snapshot.RowKey);
        using var fresh = NewStore();

        Assert.Equal(whole, StateText.Hash((await fresh.FindAsync(_alice, id, default))!.State));
    }

    [Fact]
    public async Task Words_of_the_agent_rest_sealed_in_the_log_and_in_snapshots()
    {
        using var store = NewStore();
        var id = await MakeAsync(store);
        await store.AppendAsync(_alice, id, new(1, "agent-1", Ops.Read("""[{"op":"add","item":"i1","order":"a0","values":{"title":"kestrel-88"} }]""")) { Evidence = [new EvidencePiece(_alice.Subject.Id.Value, _alice.Version, [Touched.Unknown("company")])] }, default);
        for (var i = 0; i < ArtifactLimits.OpsBetweenSnapshots; i++)
            await store.AppendAsync(_alice, id, Add(i), default);

        var rows = _stage.Get<Storage.Tables>().Artifacts.Query<TableEntity>(row => row.PartitionKey == id.Value).ToArray();
        using var fresh = NewStore();

        Assert.Contains(rows, static row => row.RowKey.StartsWith("s-", StringComparison.Ordinal));
        Assert.DoesNotContain("kestrel", string.Join('\n', rows.SelectMany(static row => row.Keys.Select(key => row[key])).Select(static value => value is byte[] bytes ? System.Text.Encoding.Latin1.GetString(bytes) : $"{value}")), StringComparison.Ordinal);
        Assert.Equal("kestrel-88", (await fresh.FindAsync(_alice, id, default))!.State.Items["i1"].Values.Single().Value.GetString());
    }

    [Fact]
    public async Task Ops_of_a_published_artifact_cost_two_transactions()
    {
        var (store, publishing) = (_stage.Get<ArtifactStore>(), _stage.Get<ArtifactPublishing>());
        var id = await MakeAsync(store);
        var preview = await publishing.PreviewAsync(_alice, (await store.FindAsync(_alice, id, default))!, await _stage.ThreadAsync(_alice.Subject), default);
        Assert.NotNull(await publishing.PublishAsync(_alice, preview!, default));
        await store.AppendAsync(_alice, id, Add(0), default);

        using var count = new StorageCount();
        var known = await store.KnownAsync(_alice, id, default);
        Assert.NotNull(await store.TryAppendAsync(_alice, known!, Add(1), default));

        Assert.Equal(2, count.Requests);
    }

    [Fact]
    public async Task An_artifact_that_another_process_changed_is_read_before_ops_are_added()
    {
        using var store = NewStore();
        using var other = NewStore();
        var id = await MakeAsync(store);
        var known = (await store.KnownAsync(_alice, id, default))!;
        await other.AppendAsync(_alice, id, Add(1), default);

        Assert.Null(await store.TryAppendAsync(_alice, known, Add(2), default));
        Assert.Null(await store.KnownAsync(_alice, id, default));
        Assert.Equal(new OpsResult.Accepted(3), await store.AppendAsync(_alice, id, Add(2), default));
        known = (await store.KnownAsync(_alice, id, default))!;
        Assert.Null(await store.TryAppendAsync(_alice, known, Add(2), default));
        Assert.Equal(new OpsResult.Accepted(3) { IsRepeat = true }, await store.AppendAsync(_alice, id, Add(2), default));

        known = (await store.KnownAsync(_alice, id, default))!;
        Assert.NotNull(await other.ChangeAsync(_alice, id, static head => head with { IsDeleted = true }, default));
        Assert.Null(await store.TryAppendAsync(_alice, known, Add(3), default));
        Assert.IsType<OpsResult.NotFound>(await store.AppendAsync(_alice, id, Add(3), default));
    }

    [Fact]
    public async Task Readers_of_one_artifact_at_the_same_moment_share_a_read()
    {
        using var store = NewStore();
        var id = await MakeAsync(store);

        using var count = new StorageCount();
        var read = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => store.FindAsync(_alice, id, default)));

        Assert.All(read, static live => Assert.Equal(1, live!.Head.Seq));
        Assert.InRange(count.Requests, 1, 3);
    }

    private ArtifactStore NewStore() =>
        new(_stage.Get<Storage.Tables>(), _stage.Get<PersonSeal>(), _stage.Get<ArtifactAccess>(), new ArtifactWakes(), TimeProvider.System);

    private async Task<ArtifactId> MakeAsync(ArtifactStore store)
    {
        var id = ArtifactId.New();
        var (made, problem) = await store.CreateAsync(_alice, id, ArtifactKind.List, new(0, "first", ArtifactTemplates.Of(ArtifactKind.List, null, "Launch")!.Value), default);
        Assert.Null(problem);
        return made!.Head.Id;
    }

    private static OpsRequest Add(int i) => new(1, $"op-{i}", Ops.Read($$"""[{"op":"add","item":"x{{i}}","order":"a0","values":{"title":"item {{i}}" } }]"""));
}
