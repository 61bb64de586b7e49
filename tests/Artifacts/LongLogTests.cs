using System.Collections.Immutable;
using System.Text.Json;
using Onbehalf.Artifacts;
using Onbehalf.Ids;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Artifacts;

/// <summary>A long list with a long log. <c>ONBEHALF_TEST_SIZE=full</c> makes it 10,000 items and 100,000 ops.</summary>
public sealed class LongLogTests : IAsyncLifetime
{
    private const int AtOnce = 10;

    private static readonly int Items = TestSize.Of("ONBEHALF_TEST_ITEMS", small: 400, full: 10_000);
    private static readonly int Edits = TestSize.Of("ONBEHALF_TEST_LOG", small: 2_200, full: 100_000);

    private readonly Random _random = new(19);
    private readonly Dictionary<string, string> _titles = [];
    private readonly HashSet<string> _deleted = [];
    private Stage _stage = null!;

    public async Task InitializeAsync() => _stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task A_long_log_is_read_from_its_newest_snapshot_and_folds_to_the_same_list_from_its_first_op()
    {
        var alice = await _stage.AuthorityAsync(_stage.People.Person("Alice"));
        using var store = NewStore();
        var id = ArtifactId.New();
        await store.CreateAsync(alice, id, ArtifactKind.List, new(0, "first", ArtifactTemplates.Of(ArtifactKind.List, null, "Launch")!.Value), default);
        var order = default(string);
        var adds = Enumerable.Range(0, Items).Select(n => Add($"i{n}", (order = OrderKey.After(order))!, $"item {n}"));
        foreach (var part in adds.Chunk(ArtifactLimits.OpsAtOnce))
            await AppendAsync([.. part]);
        var (middle, middleHash) = (0L, "");
        for (var edited = 0; edited < Edits; edited += AtOnce)
        {
            var seq = await AppendAsync([.. Enumerable.Range(0, AtOnce).Select(_ => Edit())]);
            if (middle == 0 && edited >= Edits / 2)
                (middle, middleHash) = (seq, StateText.Hash((await store.FindAsync(alice, id, default))!.State));
        }

        using var fresh = NewStore();
        using var count = new StorageCount();
        var live = (await fresh.FindAsync(alice, id, default))!;
        Assert.InRange(count.Requests, 2, 8);
        Assert.InRange(live.Head.Seq - live.Recent[0].Seq, 0, 2 * ArtifactLimits.OpsBetweenSnapshots);

        var there = live.State.Items.Values.Where(static item => !item.IsDeleted).ToArray();
        Assert.Equal(_titles.Where(pair => !_deleted.Contains(pair.Key)).OrderBy(static pair => pair.Key), there.Select(static item => KeyValuePair.Create(item.Id, TitleOf(item))).OrderBy(static pair => pair.Key));
        var whole = StateText.Hash(live.State);
        Assert.Equal(whole, StateText.Hash((await store.FindAsync(alice, id, default))!.State));
        var log = await fresh.VersionsAsync(live, 0, live.Head.Seq, default);
        Assert.Equal(Enumerable.Range(1, (int)live.Head.Seq).Select(static n => (long)n), log.Select(static one => one.Seq));
        Assert.Equal(whole, StateText.Hash(ArtifactLog.Apply(new(ArtifactKind.List, ""), log)));
        Assert.Equal(middleHash, StateText.Hash(await fresh.StateAtAsync(live, middle, default)));
        Assert.Equal(new OpsResult.Accepted(2) { IsRepeat = true }, await fresh.AppendAsync(alice, id, new(1, log[1].OpId, log[1].Ops), default));

        async Task<long> AppendAsync(ImmutableArray<ArtifactOp> ops) =>
            Assert.IsType<OpsResult.Accepted>(await store.AppendAsync(alice, id, new(1, Guid.NewGuid().ToString("N"), ops), default)).Seq;
    }

    private ArtifactOp.Add Add(string item, string order, string title)
    {
        _titles[item] = title;
        return new(item, order, ImmutableDictionary<string, JsonElement>.Empty.Add(ArtifactTemplates.TitleField, JsonSerializer.SerializeToElement(title)));
    }

    private ArtifactOp Edit()
    {
        var item = $"i{_random.Next(Items)}";
        if (_deleted.Remove(item))
            return new ArtifactOp.Restore(item);
        switch (_random.Next(8))
        {
            case 0:
                _deleted.Add(item);
                return new ArtifactOp.Delete(item);
            case 1:
                return new ArtifactOp.Move(item, $"a{_random.Next(10)}");
            default:
                _titles[item] = $"edit {_random.Next()}";
                return new ArtifactOp.SetValue(item, ArtifactTemplates.TitleField, JsonSerializer.SerializeToElement(_titles[item]));
        }
    }

    private static string TitleOf(ArtifactItem item) => item.Values.Single(static held => held.Field == ArtifactTemplates.TitleField).Value.GetString()!;

    private ArtifactStore NewStore() =>
        new(_stage.Get<Storage.Tables>(), _stage.Get<PersonSeal>(), _stage.Get<ArtifactAccess>(), new ArtifactWakes(), TimeProvider.System);
}
