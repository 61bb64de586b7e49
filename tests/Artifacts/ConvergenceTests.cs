using System.Collections.Immutable;
using Onbehalf.Artifacts;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tests.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Artifacts;

/// <summary>Every copy of the log is the same artifact, however many edit at once in however many processes.</summary>
public sealed class ConvergenceTests : IAsyncLifetime
{
    private Stage _stage = null!;

    public async Task InitializeAsync() => _stage = await Stage.OpenAsync();

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    /// <summary>ONBEHALF_TEST_EDITS makes it as long as one likes.</summary>
    [Fact]
    public async Task Random_edits_of_several_people_in_two_processes_make_one_artifact_without_lost_or_doubled_ops()
    {
        const int Editors = 6;
        var edits = int.TryParse(Environment.GetEnvironmentVariable("ONBEHALF_TEST_EDITS"), out var wanted) ? wanted : 20;
        using var first = NewStore();
        using var second = NewStore();
        var maker = await _stage.AuthorityAsync(_stage.People.Person("Alice"));
        var id = ArtifactId.New();
        var begin = Ops.Read("""[{"op":"title","title":"Launch"},{"op":"field","field":{"id":"title","name":"Task","type":"text"}},{"op":"field","field":{"id":"n","name":"Number","type":"number"}},{"op":"block","block":{"id":"b1","type":"markdown"},"order":"a0"}]""");
        Assert.Null((await first.CreateAsync(maker, id, ArtifactKind.List, new(0, "first", begin), default)).Problem);

        var accepted = (await Task.WhenAll(Enumerable.Range(0, Editors).Select(i => EditAsync(i % 2 == 0 ? first : second, maker, id, i, edits)))).SelectMany(static seqs => seqs).Order().ToArray();
        using var fresh = NewStore();
        var hashes = await Task.WhenAll(new[] { first, second, fresh }.Select(async store => StateText.Hash((await store.FindAsync(maker, id, default))!.State)));

        Assert.Equal(Enumerable.Range(2, accepted.Length).Select(static n => (long)n), accepted);
        Assert.Single(hashes.Distinct());
    }

    [Fact]
    public async Task A_process_that_dies_between_the_op_and_its_answer_leaves_the_op_once()
    {
        var alice = await _stage.AuthorityAsync(_stage.People.Person("Alice"));
        var id = ArtifactId.New();
        using var died = NewStore();
        await died.CreateAsync(alice, id, ArtifactKind.List, new(0, "first", ArtifactTemplates.Of(ArtifactKind.List, null, "Launch")!.Value), default);
        OpsRequest add = new(1, "op-1", Ops.Read("""[{"op":"add","item":"i1","order":"a0"}]"""));
        var before = await died.AppendAsync(alice, id, add, default);

        // The client heard nothing, so it asks another process, and again after somebody else's op.
        using var next = NewStore();
        var again = await next.AppendAsync(alice, id, add, default);
        await next.AppendAsync(alice, id, new(2, "op-2", Ops.Read("""[{"op":"del","item":"i1"}]""")), default);
        var late = await died.AppendAsync(alice, id, add, default);

        Assert.Equal((before, before), (again, late));
        Assert.Equal(3, (await next.FindAsync(alice, id, default))!.Head.Seq);
    }

    [Fact]
    public async Task Changes_that_codemirror_makes_are_applied_as_codemirror_applies_them()
    {
        foreach (var vector in (await VegaPeer.TextsAsync(seed: 20, count: 400)).EnumerateArray())
        {
            Assert.Null(TextChange.Apply(vector.GetProperty("before").GetString()!, vector.GetProperty("changes"), out var after));
            Assert.Equal(vector.GetProperty("after").GetString(), after);
        }
    }

    /// <returns>The numbers of the ops that were accepted.</returns>
    private static async Task<List<long>> EditAsync(ArtifactStore store, Authority person, ArtifactId id, int editor, int edits)
    {
        var (random, seqs) = (new Random(editor), new List<long>());
        for (var i = 0; i < edits; i++)
        {
            var live = (await store.FindAsync(person, id, default))!;
            ImmutableArray<ArtifactOp> ops = [RandomOp.Of(random, live.State)];
            OpsRequest request = new(live.Head.Seq, $"e{editor}-{i}", OpReader.Read(OpReader.Write(ops)));
            if (await store.AppendAsync(person, id, request, default) is not OpsResult.Accepted(var seq))
                continue;
            // A lost answer: the same request again.
            Assert.Equal(new OpsResult.Accepted(seq), await store.AppendAsync(person, id, request, default));
            seqs.Add(seq);
        }

        return seqs;
    }

    private ArtifactStore NewStore() =>
        new(_stage.Get<Storage.Tables>(), _stage.Get<PersonSeal>(), _stage.Get<ArtifactAccess>(), new ArtifactWakes(), TimeProvider.System);
}
