using System.Net;
using System.Text.Json;
using Azure.Data.Tables;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Threads;

/// <summary>Editing and deleting one's own messages.</summary>
public sealed class ChangedMessageTests
{
    private static readonly StreamTimes Quick = new() { Idle = TimeSpan.FromMilliseconds(100), Recheck = TimeSpan.FromMilliseconds(300) };

    [Fact]
    public async Task An_edited_message_has_its_new_words_for_everybody_and_asks_nothing_again()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        var asked = (await stage.CallAsync(alice, HttpMethod.Post, $"/api/threads/{thread}/messages", new { text = "average salry" })).GetProperty("messageId").GetString()!;

        var edited = await stage.CallAsync(alice, HttpMethod.Patch, $"/api/messages/{asked}", new { text = "average salary" });

        var seen = await SeenAsync(stage, bob, thread, 0);
        Assert.Equal("average salary", seen.GetProperty("text").GetString());
        Assert.True(seen.TryGetProperty("editedAt", out _));
        Assert.Equal(seen.ToString(), edited.ToString());
        Assert.Equal("average salary", (await stage.CallAsync(bob, HttpMethod.Get, $"/api/threads/{thread}")).GetProperty("title").GetString());
        Assert.Single(stage.Turns.Started);
    }

    [Fact]
    public async Task Only_its_author_changes_a_message_and_for_others_it_is_not_there()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        var question = await stage.SayAsync(alice, thread, "mine");
        var answer = await stage.AnswerAsync(question, "an answer", isPrivate: false);

        var refused = new List<string>();
        foreach (var (who, id) in new[] { (bob, question.Id), (alice, answer.Id), (bob, answer.Id), (alice, new MessageId(thread, 99)), (alice, new MessageId(ThreadId.New(), 1)) })
        {
            using var edit = await stage.SendAsync(who, HttpMethod.Patch, $"/api/messages/{id}", new { text = "theirs" });
            using var delete = await stage.SendAsync(who, HttpMethod.Delete, $"/api/messages/{id}");
            Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (edit.StatusCode, delete.StatusCode));
            refused.AddRange([await edit.Content.ReadAsStringAsync(), await delete.Content.ReadAsStringAsync()]);
        }

        Assert.Single(refused.Distinct());
        Assert.Equal("mine", (await SeenAsync(stage, bob, thread, 0)).GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_deleted_message_leaves_a_tombstone_and_no_words_in_storage()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        var said = await stage.SayAsync(alice, thread, "xyzzy is the word", forAgent: false);
        await stage.CallAsync(alice, HttpMethod.Patch, $"/api/messages/{said.Id}", new { text = "plugh is the word" });

        await stage.CallAsync(alice, HttpMethod.Delete, $"/api/messages/{said.Id}");

        var seen = await SeenAsync(stage, bob, thread, 0);
        Assert.True(seen.GetProperty("deleted").GetBoolean());
        Assert.False(seen.TryGetProperty("text", out _));
        Assert.Equal("Conversation", (await stage.CallAsync(bob, HttpMethod.Get, $"/api/threads/{thread}")).GetProperty("title").GetString());
        var rows = await RowsAsync(stage.Get<Storage.Tables>().Threads, thread.Value);
        Assert.DoesNotContain("xyzzy", rows, StringComparison.Ordinal);
        Assert.DoesNotContain("plugh", rows, StringComparison.Ordinal);
        using var again = await stage.SendAsync(alice, HttpMethod.Patch, $"/api/messages/{said.Id}", new { text = "back" });
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task A_question_is_deleted_once_it_is_answered()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);
        var question = await stage.SayAsync(alice, thread, "average salary");

        using var early = await stage.SendAsync(alice, HttpMethod.Delete, $"/api/messages/{question.Id}");
        await stage.AnswerAsync(question, "72,000", isPrivate: true);
        using var late = await stage.SendAsync(alice, HttpMethod.Delete, $"/api/messages/{question.Id}");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.NoContent), (early.StatusCode, late.StatusCode));
    }

    [Fact]
    public async Task Each_change_is_on_record_under_its_authors_name_and_the_words_are_sealed()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var thread = await stage.ThreadAsync(alice);
        var said = await stage.SayAsync(alice, thread, "xyzzy", forAgent: false);

        await stage.CallAsync(alice, HttpMethod.Patch, $"/api/messages/{said.Id}", new { text = "plugh" });
        await stage.CallAsync(alice, HttpMethod.Delete, $"/api/messages/{said.Id}");

        var audit = stage.Get<Storage.Tables>().Audit;
        var records = new List<(string Shape, string Phase)>();
        await foreach (var row in audit.QueryAsync<TableEntity>())
        {
            if (row.GetString("Action") == "message")
                records.Add((row.GetString("Shape"), row.GetString("Phase").ToLowerInvariant()));
        }

        Assert.Equal([("delete", "intent"), ("delete", "outcome"), ("edit", "intent"), ("edit", "outcome")], records.Order());
        var all = await RowsAsync(audit, null);
        Assert.Contains(alice.Name, all, StringComparison.Ordinal);
        Assert.DoesNotContain("xyzzy", all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_tabs_see_the_change_and_a_stream_that_begins_earlier_never_says_the_old_words()
    {
        await using var stage = await Stage.OpenAsync(Quick);
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var thread = await stage.ThreadAsync(alice, bob);
        var start = (await stage.CallAsync(bob, HttpMethod.Get, $"/api/threads/{thread}")).GetProperty("events").GetString();
        await using var bobs = await EventReader.OpenAsync(stage.Client(bob), $"/api/threads/{thread}/events", start);
        await using var alices = await EventReader.OpenAsync(stage.Client(alice), $"/api/threads/{thread}/events");
        var said = await stage.SayAsync(alice, thread, "xyzzy", forAgent: false);
        await bobs.NextAsync("message");

        await stage.CallAsync(alice, HttpMethod.Patch, $"/api/messages/{said.Id}", new { text = "plugh" });
        var edited = await bobs.NextAsync("revision");
        await stage.CallAsync(alice, HttpMethod.Delete, $"/api/messages/{said.Id}");
        var deleted = await bobs.NextAsync("revision");

        Assert.Equal("plugh", edited.Data.GetProperty("text").GetString());
        Assert.True(deleted.Data.GetProperty("deleted").GetBoolean());
        Assert.Equal("plugh", (await alices.NextAsync("revision")).Data.GetProperty("text").GetString());
        await using var later = await EventReader.OpenAsync(stage.Client(bob), $"/api/threads/{thread}/events", start);
        var replayed = await later.NextAsync("message");
        Assert.True(replayed.Data.GetProperty("deleted").GetBoolean());
        await later.NextAsync("revision");
        Assert.True((await later.NextAsync("revision")).Data.GetProperty("deleted").GetBoolean());
    }

    [Fact]
    public async Task Who_joined_later_hears_of_no_change_to_what_was_said_before()
    {
        await using var stage = await Stage.OpenAsync(Quick);
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var room = (await stage.CallAsync(alice, HttpMethod.Post, "/api/rooms", new { name = "R", members = Array.Empty<string>() })).GetProperty("id").GetString();
        var thread = ThreadId.Parse((await stage.CallAsync(alice, HttpMethod.Post, "/api/threads", new { roomId = room })).GetProperty("id").GetString()!);
        var before = await stage.SayAsync(alice, thread, "before", forAgent: false);
        await stage.CallAsync(alice, HttpMethod.Put, $"/api/rooms/{room}/members", new { members = new[] { bob.Id.Value } });
        var after = await stage.SayAsync(alice, thread, "after", forAgent: false);
        await using var bobs = await EventReader.OpenAsync(stage.Client(bob), $"/api/threads/{thread}/events");

        await stage.CallAsync(alice, HttpMethod.Patch, $"/api/messages/{before.Id}", new { text = "not for Bob" });
        await stage.CallAsync(alice, HttpMethod.Patch, $"/api/messages/{after.Id}", new { text = "for Bob" });

        Assert.Equal("for Bob", (await bobs.NextAsync("revision")).Data.GetProperty("text").GetString());
    }

    [Fact]
    public async Task A_page_costs_one_query_more_once_anything_in_the_thread_was_changed()
    {
        await using var stage = await Stage.OpenAsync();
        var alice = stage.People.Person("Alice");
        var (same, changed) = (await stage.ThreadAsync(alice), await stage.ThreadAsync(alice));
        var store = stage.Get<MessageStore>();
        foreach (var thread in new[] { same, changed })
        {
            for (var i = 0; i < 20; i++)
                await stage.SayAsync(alice, thread, $"{i}", forAgent: false);
        }

        foreach (var number in new[] { 3, 7, 11 })
            await stage.CallAsync(alice, HttpMethod.Patch, $"/api/messages/{changed}-m{number}", new { text = "new" });

        Assert.Equal(0, await CountAsync(same));
        Assert.Equal(1, await CountAsync(changed));

        async Task<int> CountAsync(ThreadId thread)
        {
            var found = await stage.Get<ThreadStore>().FindForMemberAsync(alice.Id, thread, default);
            await store.ListAsync(found!, new(1, 20), default);
            using var count = new StorageCount();
            Assert.Equal(20, (await store.ListAsync(found!, new(1, 20), default)).Count);
            return count.Requests;
        }
    }

    internal static async Task<JsonElement> SeenAsync(Stage stage, Subject viewer, ThreadId thread, int index) =>
        (await stage.CallAsync(viewer, HttpMethod.Get, $"/api/threads/{thread}/messages")).GetProperty("items")[index];

    private static async Task<string> RowsAsync(TableClient table, string? partition)
    {
        var all = new List<string>();
        await foreach (var row in table.QueryAsync<TableEntity>(partition is null ? null : $"PartitionKey eq '{partition}'"))
            all.Add(string.Join(' ', row.Keys.Select(key => row[key] is byte[] bytes ? System.Text.Encoding.UTF8.GetString(bytes) : $"{row[key]}")));
        return string.Join('\n', all);
    }
}
