using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Threads;

public sealed class MembershipTests
{
    public static TheoryData<string, string, string?> Routes => new()
    {
        { "GET", "/api/threads/{t}", null },
        { "GET", "/api/threads/{t}/messages", null },
        { "GET", "/api/threads/{t}/messages?from=end", null },
        { "POST", "/api/threads/{t}/messages", """{"text":"hello"}""" },
        { "POST", "/api/threads/{t}/messages", """{"text":"hello","clientId":"taken"}""" },
        { "POST", "/api/threads/{t}/messages", """{"text":"hello","agent":false}""" },
        { "PUT", "/api/threads/{t}/read", """{"upTo":"{t}-m1"}""" },
        { "GET", "/api/threads/{t}/events", null },
        { "PUT", "/api/rooms/{r}/members", """{"members":[]}""" },
        { "POST", "/api/threads", """{"roomId":"{r}"}""" },
    };

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Law_9_what_is_not_there_and_what_is_not_yours_are_the_same_bytes(string method, string path, string? body)
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice);
        await stage.SayAsync(alice, thread, "hello", "taken");
        var room = await stage.Get<RoomStore>().CreateAsync(alice, "HR", [], default);

        var forbidden = await AskAsync(thread.Value, room.Id.Value);
        var unknown = await AskAsync(ThreadId.New().Value, RoomId.New().Value);
        var malformed = await AskAsync("t'or'1", "r'or'1");

        Assert.Equal(HttpStatusCode.NotFound, forbidden.Status);
        Assert.Equal(forbidden, unknown);
        Assert.Equal(forbidden, malformed);

        async Task<(HttpStatusCode Status, string Headers, string Body)> AskAsync(string threadId, string roomId)
        {
            string In(string text) => text.Replace("{t}", threadId, StringComparison.Ordinal).Replace("{r}", roomId, StringComparison.Ordinal);
            object? content = body is null ? null : JsonSerializer.Deserialize<JsonElement>(In(body));
            using var response = await stage.SendAsync(bob, new HttpMethod(method), In(path), content);
            var headers = string.Join('\n', response.Content.Headers.Concat(response.Headers).Where(static h => h.Key != "Date").Select(static h => $"{h.Key}: {string.Join(',', h.Value)}"));
            return (response.StatusCode, headers, await response.Content.ReadAsStringAsync());
        }
    }

    [Fact]
    public async Task Where_the_product_that_keeps_its_members_cannot_be_asked_any_more_a_thread_is_closed_to_everybody()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);
        var said = (await stage.SayAsync(alice, thread, "said in the channel", forAgent: false)).Id;
        var tables = stage.Get<Storage.Tables>();
        foreach (var key in (string[])[ThreadKeys.Head, ThreadKeys.Member(alice.Id)])
            await tables.Threads.UpsertEntityAsync(new TableEntity(thread.Value, key) { ["Door"] = true });

        foreach (var (method, path) in ((HttpMethod, string)[])[(HttpMethod.Get, ""), (HttpMethod.Get, "/messages"), (HttpMethod.Get, "/events"), (HttpMethod.Post, "/messages")])
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(method, $"/api/threads/{thread}{path}"));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(HttpMethod.Delete, $"/api/messages/{said}"));

        async Task<HttpStatusCode> StatusAsync(HttpMethod method, string path)
        {
            using var answer = await stage.SendAsync(alice, method, path, method == HttpMethod.Post ? new { text = "still here", agent = false } : null);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Law_3_joining_a_room_opens_what_comes_from_then_on()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var (room, thread) = await RoomThreadAsync(stage, alice);
        await stage.SayAsync(alice, thread, "before Bob came");

        await stage.CallAsync(alice, HttpMethod.Put, $"/api/rooms/{room}/members", new { members = new object[] { bob.Id.Value } });
        await stage.SayAsync(alice, thread, "after Bob came");

        var listed = Assert.Single((await stage.CallAsync(bob, HttpMethod.Get, "/api/threads")).GetProperty("items").EnumerateArray());
        Assert.Equal(MemberThread.Untitled, listed.GetProperty("title").GetString());
        Assert.Equal(1, listed.GetProperty("unread").GetInt64());
        var seen = Assert.Single((await stage.CallAsync(bob, HttpMethod.Get, $"/api/threads/{thread}/messages")).GetProperty("items").EnumerateArray());
        Assert.Equal("after Bob came", seen.GetProperty("text").GetString());
    }

    [Fact]
    public async Task Law_3_removal_hides_the_thread_at_once_and_coming_back_does_not_open_the_gap()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var (room, thread) = await RoomThreadAsync(stage, alice, bob);
        await stage.SayAsync(bob, thread, "hello");

        await stage.CallAsync(alice, HttpMethod.Put, $"/api/rooms/{room}/members", new { members = Array.Empty<string>() });
        using var read = await stage.SendAsync(bob, HttpMethod.Get, $"/api/threads/{thread}/messages");
        using var said = await stage.SendAsync(bob, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "still here" });
        var threads = await stage.CallAsync(bob, HttpMethod.Get, "/api/threads");
        var rooms = await stage.CallAsync(bob, HttpMethod.Get, "/api/rooms");
        await stage.SayAsync(alice, thread, "without Bob");
        await stage.CallAsync(alice, HttpMethod.Put, $"/api/rooms/{room}/members", new { members = new[] { new { subject = bob.Id.Value } } });

        Assert.Equal(HttpStatusCode.NotFound, read.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, said.StatusCode);
        Assert.Empty(threads.GetProperty("items").EnumerateArray());
        Assert.Empty(rooms.GetProperty("items").EnumerateArray());
        Assert.Empty((await stage.CallAsync(bob, HttpMethod.Get, $"/api/threads/{thread}/messages")).GetProperty("items").EnumerateArray());
    }

    [Fact]
    public async Task Law_3_a_direct_thread_and_a_room_thread_are_the_same_rows()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var (_, inRoom) = await RoomThreadAsync(stage, alice, bob);
        var direct = await stage.ThreadAsync(alice, bob);

        string[][] views = [await SeenAsync(inRoom), await SeenAsync(direct)];

        Assert.Equal(views[0], views[1]);

        async Task<string[]> SeenAsync(ThreadId thread)
        {
            var question = await stage.SayAsync(alice, thread, "average salary");
            await stage.AnswerAsync(question, "secret", isPrivate: true);
            var seen = await stage.CallAsync(bob, HttpMethod.Get, $"/api/threads/{thread}/messages");
            return [.. seen.GetProperty("items").EnumerateArray().Select(static m => string.Join(',', m.EnumerateObject().Select(static p => p.Name)) + m.GetProperty("visibility"))];
        }
    }

    [Fact]
    public async Task Only_the_owner_changes_who_is_in_a_room_and_the_owner_stays()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var (room, _) = await RoomThreadAsync(stage, alice, bob);

        using var byMember = await stage.SendAsync(bob, HttpMethod.Put, $"/api/rooms/{room}/members", new { members = new[] { bob.Id.Value } });
        var emptied = await stage.CallAsync(alice, HttpMethod.Put, $"/api/rooms/{room}/members", new { members = Array.Empty<string>() });

        Assert.Equal(HttpStatusCode.Forbidden, byMember.StatusCode);
        Assert.Equal(alice.Id.Value, Assert.Single(emptied.GetProperty("members").EnumerateArray()).GetProperty("subject").GetString());
    }

    [Fact]
    public async Task A_room_of_two_hundred_is_opened_changed_and_emptied_whole()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        Subject[] many = [.. Enumerable.Range(0, ThreadLimits.MaxMembers - 1).Select(i => stage.People.Person($"Member {i}"))];
        var (room, thread) = await RoomThreadAsync(stage, alice, many);
        var full = await stage.Get<ThreadStore>().MembersAsync(thread, default);

        await stage.Get<RoomStore>().SetMembersAsync(alice.Id, room, [], default);

        Assert.Equal(ThreadLimits.MaxMembers, full.Length);
        Assert.Single(await stage.Get<ThreadStore>().MembersAsync(thread, default));
    }

    [Fact]
    public async Task An_unknown_person_is_named_only_as_given()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var nobody = SubjectId.Of("https://issuer.test", null, "nobody");

        using var response = await stage.SendAsync(alice, HttpMethod.Post, "/api/threads", new { members = new[] { nobody.Value } });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal($"Nobody here has the subject id '{nobody}'.", problem.GetProperty("detail").GetString());
    }

    private static async Task<(RoomId Room, ThreadId Thread)> RoomThreadAsync(Stage stage, Subject owner, params Subject[] others)
    {
        var room = await stage.Get<RoomStore>().CreateAsync(owner, "Sales", [.. others.Select(Participant.Of)], default);
        var opened = await stage.Get<RoomStore>().OpenThreadAsync(owner, room.Id, null, default);
        return (room.Id, opened!.Thread.Id);
    }
}
