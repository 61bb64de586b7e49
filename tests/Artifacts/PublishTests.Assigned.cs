using Onbehalf.Artifacts;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Delegation;
using Onbehalf.Evidence;
using Onbehalf.Functions.Inbox;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tests.Journeys;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Artifacts;

/// <summary>Who is told of an item that is assigned to them.</summary>
public sealed partial class PublishTests
{
    [Fact]
    public async Task Who_is_assigned_an_item_finds_it_in_their_inbox_if_they_have_the_artifact()
    {
        await PublishAsync((await PreviewAsync()).At("hash")!);

        await OpsAsync(_alice, $$"""[{"op":"add","item":"i_1","order":"a0","values":{"title":"Book the hall","owner":"{{_bob.Id}}"} },{"op":"add","item":"i_2","order":"a1","values":{"title":"Not theirs","owner":"{{_carol.Id}}"} }]""");

        var told = Assert.Single(await _stage.Get<InboxItems>().ListAsync(_bob.Id, default));
        Assert.Equal((InboxKind.Assignment, "Book the hall", "Alice", _id), (told.Kind, told.About.Title, told.About.By, told.About.Artifact));
        Assert.Empty(await _stage.Get<InboxItems>().ListAsync(_carol.Id, default));
        Assert.Empty(await _stage.Get<InboxItems>().ListAsync(_alice.Id, default));
        var shown = await InboxAsync(_bob);
        Assert.Equal($"Book the hall · Alice assigned this to you in “Launch”. · /artifacts/{_id}#item-i_1", shown);

        await OpsAsync(_alice, """[{"op":"set","item":"i_1","field":"title","value":"Book a larger hall"}]""");
        Assert.StartsWith("Book a larger hall · ", await InboxAsync(_bob), StringComparison.Ordinal);
        await OpsAsync(_alice, """[{"op":"del","item":"i_1"}]""");
        Assert.Equal("", await InboxAsync(_bob));
    }

    [Fact]
    public async Task Who_is_mentioned_in_a_comment_finds_it_in_their_inbox_if_they_have_the_artifact()
    {
        await PublishAsync((await PreviewAsync()).At("hash")!);
        await OpsAsync(_alice, """[{"op":"add","item":"i_1","order":"a0","values":{"title":"Book the hall"}}]""");

        await OpsAsync(_alice, $$"""[{"op":"comment","target":{"item":"i_1"},"comment":"c_1","text":"@Bob and @Carol, please.","mentions":[{"subject":"{{_bob.Id}}","as":"@Bob"},{"subject":"{{_carol.Id}}","as":"@Carol"},{"subject":"{{_alice.Id}}","as":"@Carol"}]}]""");
        using var unnamed = await SendOpsAsync(_alice, $$"""[{"op":"comment","target":{"item":"i_1"},"comment":"c_2","text":"@Bobby","mentions":[{"subject":"{{_bob.Id}}","as":"@Bob"}]}]""", "unnamed");

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, unnamed.StatusCode);
        Assert.Equal($"Book the hall · Alice mentioned you in a comment in “Launch”. · /artifacts/{_id}#comment-c_1", await InboxAsync(_bob));
        Assert.Equal(("", ""), (await InboxAsync(_carol), await InboxAsync(_alice)));
        var comment = (await _stage.CallAsync(_bob, HttpMethod.Get, $"api/artifacts/{_id}")).GetProperty("items")[0].GetProperty("comments")[0];
        Assert.Equal("@Bob", comment.GetProperty("mentions")[0].At("as"));

        await OpsAsync(_alice, """[{"op":"delComment","comment":"c_1"}]""");
        Assert.Equal("", await InboxAsync(_bob));
    }

    private async Task<string> InboxAsync(Subject person)
    {
        var tables = _stage.Get<Storage.Tables>();
        var connections = new RunConnections(
            new([]), new(tables, TimeProvider.System), _stage.Get<DelegatedTokens>(), new AutomationStore(tables, _stage.Get<PersonSeal>(), TimeProvider.System));
        var view = new InboxView(_stage.Get<InboxItems>(), _stage.Get<ThreadStore>(), new(_stage.Get<ArtifactStore>(), _stage.Get<ArtifactOpenness>()), connections);
        var shown = await view.OfAsync(await _stage.AuthorityAsync(person), 10, static _ => true, default);
        return string.Join('\n', shown.Select(static one => $"{one.Title} · {one.Words} · {one.Href}"));
    }

    [Fact]
    public async Task A_repeated_request_tells_nobody_of_its_assignment_again()
    {
        await PublishAsync((await PreviewAsync()).At("hash")!);
        var inbox = _stage.Get<InboxItems>();
        Task<HttpResponseMessage> SendAsync(string opId) =>
            SendOpsAsync(_alice, $$"""[{"op":"add","item":"{{opId}}","order":"a0","values":{"title":"Book the hall","owner":"{{_bob.Id}}"} }]""", opId);
        (await SendAsync("op-1")).Dispose();
        Assert.True(await inbox.RemoveAsync(_bob.Id, Assert.Single(await inbox.ListAsync(_bob.Id, default)).Id, default));

        using var again = await SendAsync("op-1");

        Assert.True(again.IsSuccessStatusCode);
        Assert.Empty(await inbox.ListAsync(_bob.Id, default));
        (await SendAsync("op-2")).Dispose();
        Assert.Single(await inbox.ListAsync(_bob.Id, default));
    }

    [Fact]
    public async Task Who_is_assigned_an_item_by_words_of_the_agent_is_told_if_these_are_open_to_them()
    {
        await OpsAsync(_alice, """[{"op":"add","item":"i1","order":"a0","values":{"title":"Book the hall"}},{"op":"add","item":"i2","order":"a1","values":{"title":"Print the badges"}}]""");
        await PublishAsync((await PreviewAsync()).At("hash")!);
        var alice = await _stage.AuthorityAsync(_alice);
        var live = (await _stage.Get<ArtifactStore>().FindAsync(alice, ArtifactId.Parse(_id), default))!;
        OpsRequest ToBob(string item, string opId) =>
            new(live.Head.Seq, opId, Ops.Read($$"""[{"op":"set","item":"{{item}}","field":"owner","value":"{{_bob.Id}}"},{"op":"set","item":"{{item}}","field":"owner","value":"{{_carol.Id}}"}]"""));
        EvidencePiece Read(Touched touched) => new(_alice.Id.Value, alice.Version, [touched]);
        var (assignments, inbox) = (_stage.Get<ArtifactAssignments>(), _stage.Get<InboxItems>());

        await assignments.TellAsync(alice, live, ToBob("i2", "locked") with { Evidence = [Read(Touched.Unknown("company"))] }, default);
        await assignments.TellAsync(alice, live, ToBob("i2", "other") with { Evidence = [Read(ArtifactRights.Read(live.Head) with { Relation = ArtifactId.New().Value })] }, default);
        Assert.Empty(await inbox.ListAsync(_bob.Id, default));

        await assignments.TellAsync(alice, live, ToBob("i1", "open") with { Evidence = [Read(ArtifactRights.Read(live.Head))] }, default);
        await _stage.Get<ArtifactProposals>().AddAsync(alice, live, "p1", ToBob("i2", "p1"), default);
        await _stage.CallAsync(_alice, HttpMethod.Post, $"api/artifacts/{_id}/proposals/p1/apply", new { seq = live.Head.Seq }, inBrowser: true);

        var told = await inbox.ListAsync(_bob.Id, default);
        Assert.Equal(["Book the hall", "Print the badges"], told.Select(static one => one.About.Title).Order(StringComparer.Ordinal));
        Assert.All(told, static one => Assert.Equal((InboxKind.Assignment, "Alice"), (one.Kind, one.About.By)));
        Assert.Empty(await inbox.ListAsync(_carol.Id, default));
    }

    private async Task<string[]> VersionsAsync(Subject person) =>
    [
        .. (await _stage.CallAsync(person, HttpMethod.Get, $"api/artifacts/{_id}/versions")).GetProperty("items").EnumerateArray().Select(static one =>
        {
            string[] parts =
            [
                .. one.TryGetProperty("created", out _) ? ["created"] : Array.Empty<string>(),
                .. one.GetProperty("changes").EnumerateArray().Select(static change => $"{change.At("op")} {change.At("item")} {change.At("field")} {(change.TryGetProperty("value", out var value) ? value.GetRawText() : "")}"),
                .. one.GetProperty("placed").EnumerateArray().Select(static place => $"placed by {place.GetProperty("by").At("name")}"),
            ];
            return $"{one.GetProperty("seq")} {one.GetProperty("author").At("name")}: {string.Join(", ", parts)}";
        }),
    ];
}
