using System.Net;
using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Threads;

namespace Onbehalf.Tests.Artifacts;

/// <summary>Artifacts over HTTP: ownership and mentions.</summary>
public sealed class ArtifactApiTests : IAsyncLifetime
{
    private Stage _stage = null!;
    private Subject _alice = null!;
    private Subject _bob = null!;

    public async Task InitializeAsync()
    {
        _stage = await Stage.OpenAsync();
        (_alice, _bob) = (_stage.People.Person("Alice"), _stage.People.Person("Bob"));
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Theory]
    [InlineData("list", null)]
    [InlineData("list", "tracker")]
    [InlineData("list", "log")]
    [InlineData("board", null)]
    [InlineData("document", null)]
    [InlineData("dashboard", null)]
    [InlineData("chart", null)]
    [InlineData("table", null)]
    [InlineData("tool", null)]
    public async Task A_new_artifact_is_a_draft_of_its_maker(string kind, string? template)
    {
        var made = await _stage.CallAsync(_alice, HttpMethod.Post, "api/artifacts", new { kind, title = "Launch", template });

        Assert.Equal((kind, "Launch", "draft", true), (made.At("kind"), made.At("title"), made.At("state"), made.GetProperty("mine").GetBoolean()));
        Assert.Equal(made.At("id"), Assert.Single((await ListAsync(_alice)).EnumerateArray()).At("id"));
        Assert.Empty((await ListAsync(_bob)).EnumerateArray());
    }

    [Theory]
    [InlineData("app", "Launch", null)]
    [InlineData("1", "Launch", null)]
    [InlineData("list", "", null)]
    [InlineData("list", "Launch", "nonsense")]
    public async Task What_cannot_be_made_is_refused(string kind, string title, string? template) =>
        Assert.Equal(HttpStatusCode.BadRequest, (await _stage.SendAsync(_alice, HttpMethod.Post, "api/artifacts", new { kind, title, template })).StatusCode);

    [Fact]
    public async Task A_draft_remembers_the_thread_where_it_was_begun_and_gives_it_nothing()
    {
        var thread = await _stage.ThreadAsync(_alice, _bob);
        var others = await _stage.ThreadAsync(_bob);

        var made = await _stage.CallAsync(_alice, HttpMethod.Post, "api/artifacts", new { kind = "list", title = "Launch", threadId = thread.Value });
        using var unknown = await _stage.SendAsync(_alice, HttpMethod.Post, "api/artifacts", new { kind = "list", title = "Launch", threadId = ThreadId.New().Value });
        using var forbidden = await _stage.SendAsync(_alice, HttpMethod.Post, "api/artifacts", new { kind = "list", title = "Launch", threadId = others.Value });
        using var asBob = await _stage.SendAsync(_bob, HttpMethod.Get, $"api/artifacts/{made.At("id")}");

        Assert.Equal(("draft", thread.Value), (made.At("state"), made.At("threadId")));
        Assert.Equal((HttpStatusCode.NotFound, await unknown.Content.ReadAsStringAsync()), (forbidden.StatusCode, await forbidden.Content.ReadAsStringAsync()));
        Assert.Equal(HttpStatusCode.NotFound, asBob.StatusCode);
    }

    [Fact]
    public async Task A_draft_is_not_there_for_anybody_else()
    {
        var id = (await MakeAsync()).At("id")!;
        var unknown = ArtifactId.New().Value;

        foreach (var (method, path, body) in Routes)
        {
            using var forbidden = await _stage.SendAsync(_bob, new(method), $"api/artifacts/{id}{path}", body);
            using var missing = await _stage.SendAsync(_bob, new(method), $"api/artifacts/{unknown}{path}", body);

            Assert.Equal((HttpStatusCode.NotFound, await missing.Content.ReadAsStringAsync()), (forbidden.StatusCode, await forbidden.Content.ReadAsStringAsync()));
        }
    }

    [Fact]
    public async Task The_author_of_an_op_is_the_caller_and_the_audit_names_them()
    {
        var id = (await MakeAsync()).At("id")!;

        var first = await OpsAsync(_alice, id, """[{"op":"add","item":"i1","order":"a0","values":{"title":"one"}}]""", author: _bob.Id.Value);
        var again = await OpsAsync(_alice, id, """[{"op":"set","item":"i1","field":"title","value":"two"}]""");
        var read = await _stage.CallAsync(_alice, HttpMethod.Get, $"api/artifacts/{id}");
        var item = Assert.Single(read.GetProperty("items").EnumerateArray());

        Assert.Equal((2L, 3L), (first.GetProperty("seq").GetInt64(), again.GetProperty("seq").GetInt64()));
        Assert.Equal(("two", "Alice", "Alice"), (item.GetProperty("values").At("title"), item.GetProperty("by").At("name"), item.GetProperty("changedBy").At("name")));
        var rows = await AuditAsync(_alice);
        Assert.Equal(2, rows.Count(static row => row == "create"));
        Assert.InRange(rows.Count(static row => row == "edit"), 1, 2);
    }

    [Fact]
    public async Task A_query_without_a_height_has_the_usual_one()
    {
        var id = (await _stage.CallAsync(_alice, HttpMethod.Post, "api/artifacts", new { kind = "dashboard", title = "Deals" })).At("id")!;
        await OpsAsync(_alice, id, """
            [{"op":"block","order":"a0","block":{"id":"b1","type":"markdown","w":6}},
             {"op":"block","order":"a1","block":{"id":"b2","type":"markdown","w":6,"h":1}},
             {"op":"block","order":"a2","block":{"id":"b3","type":"markdown","w":6,"h":2}}]
            """);

        var layout = (await _stage.CallAsync(_alice, HttpMethod.Get, $"api/artifacts/{id}")).GetProperty("definition").GetProperty("layout");

        Assert.Equal([4, 4, 2], layout.EnumerateArray().Select(static one => one.GetProperty("h").GetInt32()));
    }

    [Fact]
    public async Task A_text_that_changed_in_between_answers_with_what_is_missing()
    {
        var made = await _stage.CallAsync(_alice, HttpMethod.Post, "api/artifacts", new { kind = "document", title = "Plan" });
        var id = made.At("id")!;
        await OpsAsync(_alice, id, """[{"op":"text","block":"text","version":0,"changes":[[0,"hello"]]}]""");

        using var stale = await SendOpsAsync(_alice, id, """[{"op":"text","block":"text","version":0,"changes":[[0,"bye"]]}]""");
        var missing = JsonDocument.Parse(await stale.Content.ReadAsStringAsync()).RootElement.GetProperty("missing");

        Assert.Equal(HttpStatusCode.Conflict, stale.StatusCode);
        Assert.Equal((2L, "Alice"), (missing[0].GetProperty("seq").GetInt64(), missing[0].GetProperty("author").At("name")));
        Assert.Equal("hello", missing[0].GetProperty("ops")[0].GetProperty("changes")[0][1].GetString());
    }

    [Fact]
    public async Task A_stream_tells_ops_with_their_numbers_and_goes_on_after_the_last()
    {
        var id = (await MakeAsync()).At("id")!;
        await using (var stream = await EventReader.OpenAsync(_stage.Client(_alice), $"api/artifacts/{id}/events"))
        {
            await stream.NextAsync("presence");
            await OpsAsync(_alice, id, """[{"op":"add","item":"i1","order":"a0"}]""");
            var (_, told) = await stream.NextAsync("ops");

            Assert.Equal((2L, "Alice", "add"), (told.GetProperty("seq").GetInt64(), told.GetProperty("author").At("name"), told.GetProperty("ops")[0].At("op")));
            Assert.Equal("2", stream.LastId);
        }

        await OpsAsync(_alice, id, """[{"op":"del","item":"i1"}]""");
        await using var resumed = await EventReader.OpenAsync(_stage.Client(_alice), $"api/artifacts/{id}/events", lastId: "2");

        Assert.Equal(3, (await resumed.NextAsync("ops")).Data.GetProperty("seq").GetInt64());
        await _stage.CallAsync(_alice, HttpMethod.Post, $"api/artifacts/{id}/presence", new { item = "i1", field = "title" });
        Assert.Contains("i1", (await resumed.NextAsync("presence")).Data.GetRawText() + (await resumed.NextAsync("presence")).Data.GetRawText(), StringComparison.Ordinal);
        await _stage.CallAsync(_alice, HttpMethod.Delete, $"api/artifacts/{id}");
        await resumed.NextAsync("gone");
        await resumed.Ended;
    }

    private static readonly (string Method, string Path, object? Body)[] Routes =
    [
        ("GET", "", null),
        ("PATCH", "", new { title = "x" }),
        ("DELETE", "", null),
        ("POST", "/ops", new { baseSeq = 1, opId = "x", ops = Array.Empty<object>() }),
        ("GET", "/events", null),
        ("POST", "/presence", new { item = "x" }),
    ];

    private Task<JsonElement> MakeAsync() => _stage.CallAsync(_alice, HttpMethod.Post, "api/artifacts", new { kind = "list", title = "Launch" });

    private async Task<JsonElement> ListAsync(Subject person) => (await _stage.CallAsync(person, HttpMethod.Get, "api/artifacts")).GetProperty("items");

    private Task<HttpResponseMessage> SendOpsAsync(Subject person, string id, string ops, string? author = null) =>
        _stage.SendAsync(person, HttpMethod.Post, $"api/artifacts/{id}/ops", new { baseSeq = 1, opId = Guid.NewGuid().ToString("N"), author, ops = Ops.Json(ops) });

    private async Task<JsonElement> OpsAsync(Subject person, string id, string ops, string? author = null)
    {
        using var answer = await SendOpsAsync(person, id, ops, author);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.Clone();
    }

    private async Task<string?[]> AuditAsync(Subject person)
    {
        var shapes = new List<string?>();
        await foreach (var row in _stage.Get<Storage.Tables>().Audit.QueryAsync<Azure.Data.Tables.TableEntity>())
        {
            if (row.GetString("Action") == AuditAction.Artifact.Value && row.PartitionKey.EndsWith(person.Id.Value, StringComparison.Ordinal))
                shapes.Add(row.GetString("Shape"));
        }

        return [.. shapes];
    }
}
