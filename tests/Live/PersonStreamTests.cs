using System.Text.Json;
using System.Text.RegularExpressions;
using Onbehalf.Ids;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Runs;
using Onbehalf.Tests.Threads;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Live;

/// <summary>One stream reports changes of a person's lists, and nothing they may not see.</summary>
[Collection(PuppetJourneys.Name)]
public sealed class PersonStreamTests(PuppetWorld world)
{
    [Fact]
    public async Task A_new_thread_a_message_and_a_new_name_reach_every_member()
    {
        await using var stream = await ListenAsync("bob");

        var thread = await world.App.OpenThreadAsync("alice", "bob");
        await HeardAsync(stream, thread, static one => one.At("unread") == "0");
        await SayAsync("alice", thread, "hello");
        var said = await HeardAsync(stream, thread, static one => one.At("unread") == "1");
        (await (await world.App.AsAsync("alice")).SendAsync("PATCH", $"api/threads/{thread}", new { title = "Renamed" })).Ok();
        var named = await HeardAsync(stream, thread, static one => one.At("title") == "Renamed");
        var listed = (await (await world.App.AsAsync("bob")).SendAsync("GET", "api/threads?limit=200")).Ok().GetProperty("items").EnumerateArray().Single(one => one.At("id") == thread);

        Assert.Equal("journey", said.At("title"));
        Assert.Equal(listed.GetRawText(), named.GetRawText());
    }

    [Fact]
    public async Task Law_3_who_is_taken_out_of_a_room_hears_that_its_threads_are_gone_and_nothing_after_it()
    {
        var alice = await world.App.AsAsync("alice");
        var room = (await alice.SendAsync("POST", "api/rooms", new { name = "Streamed", members = new[] { world.App.SubjectOf("bob").Value } })).Ok().At("id");
        var thread = (await alice.SendAsync("POST", "api/threads", new { roomId = room, title = "Streamed" })).Ok().At("id")!;
        await using var stream = await ListenAsync("bob");

        (await alice.SendAsync("PUT", $"api/rooms/{room}/members", new { members = Array.Empty<string>() })).Ok();
        for (var gone = ""; gone != thread;)
            gone = (await stream.NextAsync("gone")).Data.At("id");
        await stream.NextAsync("rooms");
        stream.Drain();
        await SayAsync("alice", thread, "without Bob");
        var other = await world.App.OpenThreadAsync("alice", "bob");
        await HeardAsync(stream, other, static _ => true, kind => Assert.NotEqual(thread, kind.At("id")));
    }

    [Fact]
    public async Task What_waits_for_me_reaches_me_and_nobody_else()
    {
        await using var forBob = await ListenAsync("bob");
        await using var forCarol = await ListenAsync("carol");
        var automation = AutomationId.New();
        var items = world.App.Get<InboxItems>();

        await items.PutAsync(world.App.SubjectOf("bob"), InboxItem.Proposal(automation, "p", "Overdue", "Alice", DateTimeOffset.UtcNow), default);
        JsonElement heard;
        do
            heard = (await forBob.NextAsync("inbox")).Data;
        while (!heard.GetProperty("items").EnumerateArray().Any(one => one.At("automationId") == automation.Value));
        var thread = await world.App.OpenThreadAsync("alice", "carol");
        await HeardAsync(forCarol, thread, static _ => true, static _ => { }, noInbox: true);
        await items.RemoveOfAsync(world.App.SubjectOf("bob"), automation, default);
    }

    [Fact]
    public async Task Who_comes_back_hears_what_was_missed_or_that_too_much_was()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var before = DateTimeOffset.UtcNow.AddSeconds(-60).ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        await SayAsync("alice", thread, "while Bob was away");

        await using var back = await ListenAsync("bob", before);
        await using var late = await ListenAsync("bob", "1000");

        Assert.Equal("1", (await HeardAsync(back, thread, static _ => true)).At("unread"));
        await late.NextAsync("reset");
        Assert.Equal(System.Net.HttpStatusCode.BadRequest, (await (await world.App.AsAsync("bob")).SendAsync("GET", "api/me/events?after=x")).Status);
    }

    [Fact]
    public async Task Law_3_who_was_taken_out_of_a_room_while_away_hears_it_on_coming_back()
    {
        var alice = await world.App.AsAsync("alice");
        var room = (await alice.SendAsync("POST", "api/rooms", new { name = "Left", members = new[] { world.App.SubjectOf("bob").Value } })).Ok().At("id");
        var thread = (await alice.SendAsync("POST", "api/threads", new { roomId = room, title = "Left" })).Ok().At("id")!;
        var before = DateTimeOffset.UtcNow.AddSeconds(-1).ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        (await alice.SendAsync("PUT", $"api/rooms/{room}/members", new { members = Array.Empty<string>() })).Ok();

        await using var back = await ListenAsync("bob", before);

        for (var gone = ""; gone != thread;)
            gone = (await back.NextAsync("gone")).Data.At("id");
    }

    [Fact]
    public async Task What_another_instance_changed_is_heard_here()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        await using var stream = await ListenAsync("bob");
        var tables = world.App.Get<Storage.Tables>();
        using var elsewhere = new Pulses(tables, new(), TimeProvider.System);

        await new ThreadStore(tables, TimeProvider.System, elsewhere).RenameAsync(world.App.SubjectOf("alice"), ThreadId.Parse(thread), "From elsewhere", default);

        await HeardAsync(stream, thread, static one => one.At("title") == "From elsewhere");
    }

    [Fact]
    public async Task T38_what_Mallory_may_not_see_changes_no_byte_of_her_stream_or_her_inbox()
    {
        var quiet = await SeenByMalloryAsync(() => Task.CompletedTask);
        var busy = await SeenByMalloryAsync(HappensElsewhereAsync);

        Assert.NotEmpty(quiet.Stream);
        Assert.Equal(quiet, busy);
    }

    /// <summary>Everything that Alice and Bob do where Mallory is not.</summary>
    private async Task HappensElsewhereAsync()
    {
        var alice = await world.App.AsAsync("alice");
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var message = await SayAsync("alice", thread, "private");
        (await alice.SendAsync("PATCH", $"api/threads/{thread}", new { title = "Private" })).Ok();
        (await alice.SendAsync("PATCH", $"api/me/threads/{thread}", new { pinned = true, muted = true })).Ok();
        var room = (await alice.SendAsync("POST", "api/rooms", new { name = "Private", members = new[] { world.App.SubjectOf("bob").Value } })).Ok().At("id");
        (await alice.SendAsync("POST", "api/threads", new { roomId = room, title = "Private" })).Ok();
        await world.App.Get<InboxItems>().PutAsync([world.App.SubjectOf("bob")], InboxItem.Share(MessageId.Parse(message), "Alice", DateTimeOffset.UtcNow), default);
    }

    private async Task<(string Stream, string Inbox)> SeenByMalloryAsync(Func<Task> elsewhere)
    {
        var thread = await world.App.OpenThreadAsync("bob", "mallory");
        await using var stream = await ListenAsync("mallory");
        await HeardAsync(stream, thread, static one => one.At("unread") == "0");
        stream.Drain();
        await elsewhere();
        (await (await world.App.AsAsync("bob")).SendAsync("PATCH", $"api/me/threads/{thread}", new { archived = true, muted = true })).Ok();
        await SayAsync("bob", thread, "hello Mallory");

        var heard = new List<string>();
        for (var isLast = false; !isLast;)
        {
            var (kind, data) = await stream.NextAsync("thread", "gone", "inbox", "rooms", "reset");
            isLast = data.At("unread") == "1";
            heard.Add($"{kind} {Regex.Replace(data.GetRawText().Replace(thread, "T", StringComparison.Ordinal), "\"lastAt\":\"[^\"]*\"", "")}");
        }

        return (string.Join('\n', heard), (await (await world.App.AsAsync("mallory")).SendAsync("GET", "api/inbox")).Text);
    }

    private async Task<string> SayAsync(string speaker, string thread, string text) =>
        (await (await world.App.AsAsync(speaker)).SendAsync("POST", $"api/threads/{thread}/messages", new { text, agent = false })).Ok().At("messageId")!;

    private async Task<EventReader> ListenAsync(string person, string? after = null)
    {
        var client = world.App.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await world.App.TokenAsync(person));
        return await EventReader.OpenAsync(client, "api/me/events", after);
    }

    /// <summary>Waits until the stream reports the thread in the expected state.</summary>
    private static async Task<JsonElement> HeardAsync(EventReader stream, string thread, Func<JsonElement, bool> wanted, Action<JsonElement>? before = null, bool noInbox = false)
    {
        while (true)
        {
            var (kind, data) = await stream.NextAsync("thread", "inbox");
            Assert.False(noInbox && kind == "inbox");
            if (kind == "thread")
                before?.Invoke(data);
            if (kind == "thread" && data.At("id") == thread && wanted(data))
                return data;
        }
    }
}
