using System.Net;
using System.Text.Json;
using Onbehalf.Artifacts;
using Onbehalf.Artifacts.Tools;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Sources;
using Onbehalf.Tests.Threads;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Artifacts;

/// <summary>Words of the agent that a member may not see are overwritten by no way that this member has.</summary>
public sealed class LockedWordsTests : IAsyncLifetime
{
    private static readonly string LongText = string.Concat(Enumerable.Repeat("words of the agent ", 4_000));

    private Stage _stage = null!;
    private Authority _alice = null!;
    private Subject _bob = null!;
    private ArtifactId _id;
    private EvidencePiece _hers = null!;

    private ArtifactStore Store => _stage.Get<ArtifactStore>();

    public async Task InitializeAsync()
    {
        _stage = await Stage.OpenAsync();
        (_alice, _bob) = (await _stage.AuthorityAsync(_stage.People.Person("Alice")), _stage.People.Person("Bob"));
        _id = ArtifactId.Parse((await CallAsync(HttpMethod.Post, "api/artifacts", new { kind = "list", title = "Launch" })).At("id")!);
        var draft = ArtifactId.Parse((await CallAsync(HttpMethod.Post, "api/artifacts", new { kind = "list", title = "Hers alone" })).At("id")!);
        _hers = new(_alice.Subject.Id.Value, _alice.Version, [ArtifactRights.Read((await Store.FindAsync(_alice, draft, default))!.Head)]);
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Theory]
    [InlineData("""{"op":"set","item":"i1","field":"title","value":"kestrel"}""")]
    [InlineData("""{"op":"move","item":"i1","order":"a0","state":"done"}""")]
    [InlineData("""{"op":"title","title":"kestrel"}""")]
    [InlineData("""{"op":"text","block":"b1","version":0,"changes":[[0,"kestrel"]]}""")]
    public async Task A_version_that_would_replace_locked_words_is_restored_only_by_who_sees_them(string words)
    {
        var before = await PublishedAsync();
        await ByAgentAsync($"[{words}]");
        await WriteAsync("""[{"op":"set","item":"i2","field":"title","value":"changed"}]""");
        var changed = (await LiveAsync()).Head.Seq;

        using var byBob = await _stage.SendAsync(_bob, HttpMethod.Post, $"api/artifacts/{_id}/restore", new { seq = before });
        var untouched = (await LiveAsync()).Head.Seq;
        await CallAsync(HttpMethod.Post, $"api/artifacts/{_id}/restore", new { seq = before });

        Assert.Equal(HttpStatusCode.BadRequest, byBob.StatusCode);
        Assert.Contains("Somebody who sees them can restore it", await byBob.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(changed, untouched);
        Assert.DoesNotContain("kestrel", (await CallAsync(HttpMethod.Get, $"api/artifacts/{_id}")).GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"op":"set","item":"i1","field":"title","value":"one"}""")]
    [InlineData("""{"op":"set","item":"i1","field":"title","value":"kestrel"}""")]
    [InlineData("""{"op":"title","title":"Launch"}""")]
    [InlineData("""{"op":"title","title":"kestrel"}""")]
    [InlineData("""{"op":"block","block":{"id":"b1","type":"markdown"}}""")]
    [InlineData("""{"op":"block","block":{"id":"b1","type":"markdown","title":"kestrel"}}""")]
    public async Task A_restore_does_not_tell_whether_locked_words_equal_those_of_a_version(string words)
    {
        var before = await PublishedAsync();
        var written = await ByAgentAsync($"[{words}]");

        using var byBob = await _stage.SendAsync(_bob, HttpMethod.Post, $"api/artifacts/{_id}/restore", new { seq = before });
        using var toItself = await _stage.SendAsync(_bob, HttpMethod.Post, $"api/artifacts/{_id}/restore", new { seq = written });

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.OK), (byBob.StatusCode, toItself.StatusCode));
        Assert.Contains("problems/locked", await byBob.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(written, (await LiveAsync()).Head.Seq);
    }

    [Theory]
    [InlineData("kestrel")]
    [InlineData("another guess")]
    public async Task A_restore_does_not_tell_whether_a_guess_equals_the_locked_words_of_a_version(string guess)
    {
        await PublishedAsync();
        var words = await ByAgentAsync("""[{"op":"set","item":"i1","field":"title","value":"kestrel"},{"op":"title","title":"kestrel"}]""");
        var guessed = await WriteAsync($$"""[{"op":"set","item":"i1","field":"title","value":"{{guess}}"},{"op":"title","title":"{{guess}}"}]""");

        await _stage.CallAsync(_bob, HttpMethod.Post, $"api/artifacts/{_id}/restore", new { seq = words });
        var state = (await LiveAsync()).State;

        Assert.Equal((guessed + 1, guessed + 1), (state.TitleSeq, state.Items["i1"].Held("title")!.ModelSeq));
    }

    [Fact]
    public async Task Words_of_the_agent_that_are_written_after_the_check_are_not_overwritten()
    {
        await PublishedAsync();
        var (bob, mine) = (await _stage.AuthorityAsync(_bob), Ops.Read("""[{"op":"set","item":"i1","field":"title","value":"mine"}]"""));
        var live = (await Store.FindAsync(bob, _id, default))!;
        var (locked, open, _) = await _stage.Get<ArtifactOpenness>().LockedAsync(bob, live, mine, default);
        var written = await ByAgentAsync("""[{"op":"set","item":"i1","field":"title","value":"kestrel"}]""");

        var late = await Store.AppendAsync(bob, live, new(live.Head.Seq, "late", mine) { OpenSeqs = open }, default);
        var beside = await Store.AppendAsync(bob, live, new(live.Head.Seq, "beside", Ops.Read("""[{"op":"set","item":"i2","field":"title","value":"mine"}]""")) { OpenSeqs = open }, default);

        Assert.Null(locked);
        Assert.Equal(written, Assert.Single(Assert.IsType<OpsResult.Moved>(late).Missing).Seq);
        Assert.IsType<OpsResult.Accepted>(beside);
        Assert.Equal(["kestrel", "mine"], (await LiveAsync()).State.Items.Values.OrderBy(static item => item.Id, StringComparer.Ordinal).Select(static item => item.Values.Single().Value.GetString()));
    }

    [Fact]
    public async Task Words_of_the_agent_that_a_run_sets_again_get_their_evidence_again()
    {
        await PublishedAsync();
        await ByAgentAsync("""[{"op":"set","item":"i1","field":"title","value":"kestrel"}]""");
        await WriteAsync("""[{"op":"set","item":"i1","field":"title","value":"mine"}]""");
        var tool = new ChangeItem(Store, _stage.Get<PlannedItems>(), _stage.Get<ArtifactAssignments>());
        var arguments = JsonSerializer.SerializeToElement(new { artifact = _id.Value, item = "i1", values = new { title = "kestrel" } });

        var card = Assert.IsType<ToolPreview.Ready>(await tool.PreviewAsync(_alice, arguments, default)).Card;
        var done = await tool.InvokeAsync(TestPeople.Permit(_alice, tool.Name, card.Digest), arguments, default);
        var live = await LiveAsync();

        Assert.Equal(ToolStatus.Succeeded, done.Status);
        Assert.Equal<long?>(live.Head.Seq, live.State.Items["i1"].Held("title")!.ModelSeq);
    }

    [Fact]
    public async Task A_long_text_of_the_agent_is_restored_whole_and_stays_locked()
    {
        await PublishedAsync();
        for (var (start, version) = (0, 0); start < LongText.Length; start += 10_000, version++)
            await ByAgentAsync(TextOp(version, start == 0 ? "" : $"{start},", 0, LongText[start..Math.Min(start + 10_000, LongText.Length)]));
        var before = (await LiveAsync()).Head;
        await WriteAsync(TextOp((await LiveAsync()).State.Blocks["b1"].Version, "", LongText.Length, "short"));

        await CallAsync(HttpMethod.Post, $"api/artifacts/{_id}/restore", new { seq = before.Seq });
        var asBob = await _stage.CallAsync(_bob, HttpMethod.Get, $"api/artifacts/{_id}");

        Assert.Equal(LongText, (await LiveAsync()).State.Blocks["b1"].Text);
        Assert.DoesNotContain("words of the agent", asBob.GetRawText(), StringComparison.Ordinal);
    }

    private static string TextOp(long version, string retained, int replaced, string text) =>
        $$"""[{"op":"text","block":"b1","version":{{version}},"changes":[{{retained}}[{{replaced}},{{JsonSerializer.Serialize(text)}}]]}]""";

    /// <summary>Publishes two items and a text to Bob. Returns the number of the version.</summary>
    private async Task<long> PublishedAsync()
    {
        await WriteAsync("""[{"op":"add","item":"i1","order":"a0","values":{"title":"one"}},{"op":"add","item":"i2","order":"a1","values":{"title":"two"}},{"op":"block","block":{"id":"b1","type":"markdown"},"order":"a0"}]""");
        var publishing = _stage.Get<ArtifactPublishing>();
        var preview = await publishing.PreviewAsync(_alice, await LiveAsync(), await _stage.ThreadAsync(_alice.Subject, _bob), default);
        Assert.NotNull(await publishing.PublishAsync(_alice, preview!, default));
        return (await LiveAsync()).Head.Seq;
    }

    private async Task<LiveArtifact> LiveAsync() => (await Store.FindAsync(_alice, _id, default))!;

    private Task<long> WriteAsync(string ops) => AppendAsync(ops);

    private Task<long> ByAgentAsync(string ops) => AppendAsync(ops, _hers);

    private async Task<long> AppendAsync(string ops, params EvidencePiece[] evidence) =>
        Assert.IsType<OpsResult.Accepted>(await Store.AppendAsync(_alice, _id, new(1, Guid.NewGuid().ToString("N"), Ops.Read(ops)) { Evidence = [.. evidence] }, default)).Seq;

    private Task<JsonElement> CallAsync(HttpMethod method, string path, object? body = null) => _stage.CallAsync(_alice.Subject, method, path, body);
}
