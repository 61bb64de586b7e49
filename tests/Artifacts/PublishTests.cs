using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Artifacts;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Threads;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Artifacts;

/// <summary>An artifact in a thread belongs to those to whom the message that put it there is open, and to nobody else.</summary>
public sealed partial class PublishTests : IAsyncLifetime
{
    private Stage _stage = null!;
    private Subject _alice = null!;
    private Subject _bob = null!;
    private Subject _carol = null!;
    private string _room = "";
    private string _thread = "";
    private string _id = "";

    public async Task InitializeAsync()
    {
        _stage = await Stage.OpenAsync();
        (_alice, _bob, _carol) = (_stage.People.Person("Alice"), _stage.People.Person("Bob"), _stage.People.Person("Carol"));
        _room = (await _stage.CallAsync(_alice, HttpMethod.Post, "api/rooms", new { name = "Launch", members = new[] { _bob.Id.Value } })).At("id")!;
        _thread = (await _stage.CallAsync(_alice, HttpMethod.Post, "api/threads", new { roomId = _room })).At("id")!;
        _id = (await _stage.CallAsync(_alice, HttpMethod.Post, "api/artifacts", new { kind = "list", title = "Launch" })).At("id")!;
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Fact]
    public async Task What_was_previewed_is_what_the_members_get_and_the_thread_says_so()
    {
        await OpsAsync(_alice, """[{"op":"add","item":"i1","order":"a0","values":{"title":"one"}},{"op":"add","item":"secret","order":"a1","values":{"title":"told nobody"}},{"op":"del","item":"secret"}]""");

        var preview = await PreviewAsync();
        var published = await PublishAsync(preview.At("hash")!);
        var asBob = await _stage.CallAsync(_bob, HttpMethod.Get, $"api/artifacts/{_id}");
        var message = Assert.Single((await _stage.CallAsync(_bob, HttpMethod.Get, $"api/threads/{_thread}/messages")).GetProperty("items").EnumerateArray());

        Assert.Equal("Bob", Assert.Single(preview.GetProperty("audience").EnumerateArray()).At("name"));
        Assert.Equal(preview.GetProperty("content").GetProperty("items").GetRawText(), asBob.GetProperty("items").GetRawText());
        Assert.DoesNotContain("told nobody", asBob.GetRawText(), StringComparison.Ordinal);
        Assert.Equal(("published", _thread), (published.At("state"), published.At("threadId")));
        Assert.Equal(($"[Launch](/artifacts/{_id})", "Alice"), (message.At("text"), message.GetProperty("askedBy").At("name")));
        Assert.Single((await _stage.CallAsync(_bob, HttpMethod.Get, $"api/artifacts?thread={_thread}")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task The_message_that_put_it_there_stays_as_long_as_the_artifact()
    {
        await PublishAsync((await PreviewAsync()).At("hash")!);
        var message = (await _stage.CallAsync(_alice, HttpMethod.Get, $"api/threads/{_thread}/messages")).GetProperty("items")[0].At("id");

        using var early = await _stage.SendAsync(_alice, HttpMethod.Delete, $"api/messages/{message}");
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_bob));
        using var gone = await _stage.SendAsync(_alice, HttpMethod.Delete, $"api/artifacts/{_id}");
        using var late = await _stage.SendAsync(_alice, HttpMethod.Delete, $"api/messages/{message}");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.NoContent, HttpStatusCode.NoContent), (early.StatusCode, gone.StatusCode, late.StatusCode));
        Assert.Contains("announces-artifact", await early.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pin_shows_an_artifact_in_its_room_to_those_who_have_it()
    {
        using var draft = await PinAsync(_alice);
        await PublishAsync((await PreviewAsync()).At("hash")!);
        await SetMembersAsync(_bob, _carol);
        using var pinned = await PinAsync(_alice);
        using var again = await PinAsync(_bob);
        using var without = await PinAsync(_carol);
        var dan = _stage.People.Person("Dan");
        using var outside = await _stage.SendAsync(dan, HttpMethod.Get, $"api/artifacts?room={_room}");

        Assert.Equal(
            (HttpStatusCode.Conflict, HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.NotFound),
            (draft.StatusCode, pinned.StatusCode, again.StatusCode, without.StatusCode, outside.StatusCode));
        Assert.Equal(_id, Assert.Single(await PinnedAsync(_bob)).At("id"));
        Assert.Empty(await PinnedAsync(_carol));

        using var unpinned = await UnpinAsync(_bob);
        Assert.Equal(HttpStatusCode.NoContent, unpinned.StatusCode);
        Assert.Empty(await PinnedAsync(_alice));
    }

    [Fact]
    public async Task Pins_of_deleted_artifacts_leave_room_for_others_and_any_member_can_remove_them()
    {
        var table = _stage.Get<Storage.Tables>().Artifacts;
        var room = ArtifactRows.Of(RoomId.Parse(_room));
        await table.SubmitTransactionAsync(Enumerable.Range(0, ArtifactLists.MostPins).Select(_ => new TableTransactionAction(TableTransactionActionType.Add, new TableEntity(room, ArtifactId.New().Value))));
        await PublishAsync((await PreviewAsync()).At("hash")!);

        using var pinned = await PinAsync(_alice);
        using var gone = await _stage.SendAsync(_alice, HttpMethod.Delete, $"api/artifacts/{_id}");
        using var byStranger = await UnpinAsync(_carol);
        using var unpinned = await UnpinAsync(_bob);
        using var again = await UnpinAsync(_bob);

        Assert.Equal(
            (HttpStatusCode.NoContent, HttpStatusCode.NoContent, HttpStatusCode.NotFound, HttpStatusCode.NoContent, HttpStatusCode.NotFound),
            (pinned.StatusCode, gone.StatusCode, byStranger.StatusCode, unpinned.StatusCode, again.StatusCode));
        Assert.Empty(table.Query<TableEntity>(row => row.PartitionKey == room));
    }

    [Fact]
    public async Task A_preview_that_is_not_what_it_was_publishes_nothing()
    {
        var hash = (await PreviewAsync()).At("hash")!;
        await OpsAsync(_alice, """[{"op":"title","title":"Something else"}]""");

        using var changed = await SendPublishAsync(hash);
        using var byToken = await _stage.SendAsync(_alice, HttpMethod.Post, $"api/artifacts/{_id}/publish", new { threadId = _thread, previewHash = (await PreviewAsync()).At("hash") });
        using var read = await _stage.SendAsync(_bob, HttpMethod.Get, $"api/artifacts/{_id}");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Forbidden, HttpStatusCode.NotFound), (changed.StatusCode, byToken.StatusCode, read.StatusCode));
    }

    [Fact]
    public async Task The_history_of_a_draft_stays_its_makers()
    {
        await OpsAsync(_alice, """[{"op":"add","item":"i1","order":"a0","values":{"title":"first words"}}]""");
        await OpsAsync(_alice, """[{"op":"set","item":"i1","field":"title","value":"better words"}]""");
        var seq = (await PublishAsync((await PreviewAsync()).At("hash")!)).GetProperty("seq").GetInt64();
        await OpsAsync(_bob, """[{"op":"set","item":"i1","field":"title","value":"by Bob"}]""");

        var asBob = await VersionsAsync(_bob);
        var asAlice = await VersionsAsync(_alice);
        using var before = await _stage.SendAsync(_bob, HttpMethod.Get, $"api/artifacts/{_id}/versions/{seq - 1}");
        using var restored = await _stage.SendAsync(_bob, HttpMethod.Post, $"api/artifacts/{_id}/restore", new { seq = seq - 1 });
        using var stream = await _stage.SendAsync(_bob, HttpMethod.Get, $"api/artifacts/{_id}/events?after={seq - 1}");

        var set = $"set i1 title {JsonSerializer.Serialize("by Bob")}";
        Assert.Equal([$"{seq + 1} Bob: {set}", $"{seq} Alice: placed by Alice"], asBob);
        Assert.Equal(["4 Bob: " + set, "3 Alice: set i1 title \"better words\", placed by Alice", "2 Alice: add i1  ", "1 Alice: created"], asAlice);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (before.StatusCode, restored.StatusCode, stream.StatusCode));
    }

    [Fact]
    public async Task Who_joins_later_has_it_when_it_is_put_there_again_and_who_is_removed_has_it_no_more()
    {
        await PublishAsync((await PreviewAsync()).At("hash")!);
        await SetMembersAsync(_bob, _carol);

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(_carol));
        await using var stream = await EventReader.OpenAsync(_stage.Client(_bob), $"api/artifacts/{_id}/events");
        await stream.NextAsync("presence");
        await OpsAsync(_alice, """[{"op":"delField","field":"due"}]""");
        await PublishAsync((await PreviewAsync()).At("hash")!);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_carol));
        using var revived = await SendOpsAsync(_carol, """[{"op":"field","field":{"id":"due","name":"Due","type":"date"}}]""");
        Assert.Equal(HttpStatusCode.BadRequest, revived.StatusCode);
        var head = (await _stage.Get<ArtifactStore>().FindAsync(await _stage.AuthorityAsync(_carol), ArtifactId.Parse(_id), default))!.Head;
        var hers = (await new ArtifactRights(_stage.Get<ArtifactLists>()).OfAsync(await _stage.AuthorityAsync(_carol), default))!;
        Assert.True(hers.Cover(ArtifactRights.Read(head), isAsker: false));
        Assert.False(hers.Cover(ArtifactRights.Read(head with { Seq = head.Seq - 1 }), isAsker: true));

        await SetMembersAsync(_carol);
        await OpsAsync(_alice, """[{"op":"title","title":"Not for Bob"}]""");
        await stream.NextAsync("gone");
        await stream.Ended;

        Assert.DoesNotContain(stream.Drain(), static told => told.Data.Contains("Not for Bob", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(_bob));
        using var late = await SendOpsAsync(_bob, """[{"op":"title","title":"By Bob"}]""");
        Assert.Equal(HttpStatusCode.NotFound, late.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_carol));
    }

    [Fact]
    public async Task Who_left_and_came_back_has_it_when_it_is_put_there_again_also_where_nothing_changed_in_between()
    {
        var first = (await PreviewAsync()).At("hash")!;
        await PublishAsync(first);
        await SetMembersAsync(_carol);
        await SetMembersAsync(_bob);
        var between = await StatusAsync(_bob);

        var again = (await PreviewAsync()).At("hash")!;
        await PublishAsync(again);

        Assert.NotEqual(first, again);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.OK), (between, await StatusAsync(_bob)));
    }

    [Fact]
    public async Task Law_6_ops_for_a_draft_do_not_reach_what_was_published_meanwhile()
    {
        var (store, alice, id) = (_stage.Get<ArtifactStore>(), await _stage.AuthorityAsync(_alice), ArtifactId.Parse(_id));
        var request = new OpsRequest(0, "agent-1", [new ArtifactOp.Rename("By the agent")]) { IsForDraft = true };
        await PublishAsync((await PreviewAsync()).At("hash")!);

        var refused = await store.AppendAsync(alice, id, request, default);

        Assert.IsType<OpsResult.Moved>(refused);
        Assert.Equal("Launch", (await _stage.CallAsync(_bob, HttpMethod.Get, $"api/artifacts/{_id}")).At("title"));
    }

    [Fact]
    public async Task A_version_comes_back_as_changes_of_who_wants_it()
    {
        await OpsAsync(_alice, """[{"op":"add","item":"i1","order":"a0","values":{"title":"one"}},{"op":"add","item":"i2","order":"a1","values":{"title":"two"}}]""");
        var before = (await PublishAsync((await PreviewAsync()).At("hash")!)).GetProperty("seq").GetInt64();
        await OpsAsync(_bob, """[{"op":"del","item":"i1"},{"op":"set","item":"i2","field":"title","value":"changed"},{"op":"title","title":"Other"},{"op":"delField","field":"due"},{"op":"add","item":"i3","order":"a2"}]""");
        await _stage.CallAsync(_bob, HttpMethod.Post, $"api/artifacts/{_id}/versions", new { name = "Bob's mess" });

        var results = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => _stage.CallAsync(_alice, HttpMethod.Post, $"api/artifacts/{_id}/restore", new { seq = before })));
        var now = await _stage.CallAsync(_bob, HttpMethod.Get, $"api/artifacts/{_id}");
        var versions = (await _stage.CallAsync(_bob, HttpMethod.Get, $"api/artifacts/{_id}/versions")).GetProperty("items").EnumerateArray().ToArray();

        Assert.Equal("Launch", now.At("title"));
        Assert.Equal(["one", "two"], now.GetProperty("items").EnumerateArray().Where(static item => item.At("deleted") is null).Select(static item => item.GetProperty("values").At("title")));
        Assert.Contains("due", now.GetProperty("definition").GetRawText(), StringComparison.Ordinal);
        Assert.Contains(versions, static version => version.At("name") == "Bob's mess" && version.GetProperty("author").At("name") == "Bob");
        Assert.Equal("Alice", versions[0].GetProperty("author").At("name"));
        Assert.NotEmpty(results);
    }

    [Fact]
    public async Task The_request_id_of_another_person_is_refused_and_adds_nothing()
    {
        await PublishAsync((await PreviewAsync()).At("hash")!);
        using var byAlice = await SendOpsAsync(_alice, """[{"op":"add","item":"i1","order":"a0"}]""", "one");

        using var byBob = await SendOpsAsync(_bob, """[{"op":"add","item":"i2","order":"a0"}]""", "one");
        using var same = await SendOpsAsync(_bob, """[{"op":"del","item":"i1"}]""", "one");

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (byAlice.StatusCode, byBob.StatusCode, same.StatusCode));
        Assert.Contains("op-id", await byBob.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(Assert.Single((await _stage.CallAsync(_bob, HttpMethod.Get, $"api/artifacts/{_id}")).GetProperty("items").EnumerateArray()).At("deleted"));
    }

    [Fact]
    public async Task An_export_has_no_formulas()
    {
        await OpsAsync(_alice, """[{"op":"add","item":"i1","order":"a0","values":{"title":"=HYPERLINK(\"x\")"}},{"op":"add","item":"i2","order":"a1","values":{"title":"@SUM(1)"}},{"op":"add","item":"i3","order":"a2","values":{"title":"-1"}},{"op":"add","item":"i4","order":"a3","values":{"title":"+a|b"}}]""");

        using var csv = await _stage.SendAsync(_alice, HttpMethod.Get, $"api/artifacts/{_id}/export?format=csv");
        using var markdown = await _stage.SendAsync(_alice, HttpMethod.Get, $"api/artifacts/{_id}/export?format=md");
        using var wrong = await _stage.SendAsync(_alice, HttpMethod.Get, $"api/artifacts/{_id}/export?format=exe");

        var cells = (await csv.Content.ReadAsStringAsync()).Split("\r\n").Skip(1).Select(static line => line.Split("\",")[0]).ToArray();
        Assert.Equal(["\"'=HYPERLINK(\"\"x\"\")", "\"'@SUM(1)", "\"-1", "\"'+a|b", ""], cells);
        Assert.Contains("| +a\\|b |", await markdown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, wrong.StatusCode);
    }

    [Fact]
    public async Task An_export_is_named_by_its_title_and_names_people()
    {
        await _stage.CallAsync(_alice, HttpMethod.Patch, $"api/artifacts/{_id}", new { title = "Launch: Köln / \"Q1\"" });
        await OpsAsync(_alice, $$"""[{"op":"field","field":{"id":"who","name":"Who","type":"person"} },{"op":"add","item":"i1","order":"a0","values":{"title":"Tent","who":"{{_alice.Id}}"} }]""");

        using var csv = await _stage.SendAsync(_alice, HttpMethod.Get, $"api/artifacts/{_id}/export?format=csv");

        Assert.Equal("Launch Köln  Q1.csv", csv.Content.Headers.ContentDisposition!.FileNameStar);
        Assert.Contains("\"Alice\"", await csv.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_export_of_a_draft_tells_nobody_outside_its_thread_who_is_in_it()
    {
        var draft = (await _stage.CallAsync(_bob, HttpMethod.Post, "api/artifacts", new { kind = "list", title = "Plan", threadId = _thread })).At("id")!;
        using var filled = await _stage.SendAsync(_bob, HttpMethod.Post, $"api/artifacts/{draft}/ops", new
        {
            baseSeq = 1,
            opId = "fill",
            ops = Ops.Json($$"""[{"op":"field","field":{"id":"who","name":"Who","type":"person"} },{"op":"add","item":"i1","order":"a0","values":{"title":"Tent","who":"{{_alice.Id}}"} }]"""),
        });
        var inside = await CsvAsync();

        await SetMembersAsync();
        var outside = await CsvAsync();

        Assert.Contains("\"Alice\"", inside, StringComparison.Ordinal);
        Assert.DoesNotContain("Alice", outside, StringComparison.Ordinal);

        async Task<string> CsvAsync()
        {
            using var csv = await _stage.SendAsync(_bob, HttpMethod.Get, $"api/artifacts/{draft}/export?format=csv");
            return await csv.Content.ReadAsStringAsync();
        }
    }

    private Task<JsonElement> PreviewAsync() => _stage.CallAsync(_alice, HttpMethod.Get, $"api/artifacts/{_id}/publish?threadId={_thread}", inBrowser: true);

    private Task<HttpResponseMessage> SendPublishAsync(string hash) => _stage.SendAsync(_alice, HttpMethod.Post, $"api/artifacts/{_id}/publish", new { threadId = _thread, previewHash = hash }, inBrowser: true);

    private Task<JsonElement> PublishAsync(string hash) => _stage.CallAsync(_alice, HttpMethod.Post, $"api/artifacts/{_id}/publish", new { threadId = _thread, previewHash = hash }, inBrowser: true);

    private Task<JsonElement> SetMembersAsync(params Subject[] members) => _stage.CallAsync(_alice, HttpMethod.Put, $"api/rooms/{_room}/members", new { members = members.Select(static one => one.Id.Value) });

    private Task<HttpResponseMessage> PinAsync(Subject person) => _stage.SendAsync(person, HttpMethod.Put, $"api/rooms/{_room}/pins/{_id}");

    private Task<HttpResponseMessage> UnpinAsync(Subject person) => _stage.SendAsync(person, HttpMethod.Delete, $"api/rooms/{_room}/pins/{_id}");

    private async Task<JsonElement[]> PinnedAsync(Subject person) => [.. (await _stage.CallAsync(person, HttpMethod.Get, $"api/artifacts?room={_room}")).GetProperty("items").EnumerateArray()];

    private async Task<HttpStatusCode> StatusAsync(Subject person)
    {
        using var answer = await _stage.SendAsync(person, HttpMethod.Get, $"api/artifacts/{_id}");
        return answer.StatusCode;
    }

    private Task<HttpResponseMessage> SendOpsAsync(Subject person, string ops, string? opId = null) =>
        _stage.SendAsync(person, HttpMethod.Post, $"api/artifacts/{_id}/ops", new { baseSeq = 1, opId = opId ?? Guid.NewGuid().ToString("N"), ops = Ops.Json(ops) });

    private async Task OpsAsync(Subject person, string ops)
    {
        using var answer = await SendOpsAsync(person, ops);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }
}
