using System.Net;
using System.Text.Json;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Runs;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Threads;

/// <summary>How a person lists their threads is theirs alone; a thread's name is everybody's.</summary>
[Collection(PuppetJourneys.Name)]
public sealed class ThreadArrangementTests(PuppetWorld world)
{
    [Fact]
    public async Task Any_member_renames_a_thread_for_all_and_is_on_record_for_it()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");

        var renamed = (await (await world.App.AsAsync("bob")).SendAsync("PATCH", $"api/threads/{thread}", new { title = "  Q3\u0007 review " })).Ok();
        var forAlice = (await (await world.App.AsAsync("alice")).SendAsync("GET", $"api/threads/{thread}")).Ok();
        var record = (await world.App.AuditAsync("bob", "")).First(one => one.At("action") == "thread" && one.At("resource")!.Contains(thread, StringComparison.Ordinal));
        var empty = await (await world.App.AsAsync("bob")).SendAsync("PATCH", $"api/threads/{thread}", new { title = " " });
        var tooLong = await (await world.App.AsAsync("bob")).SendAsync("PATCH", $"api/threads/{thread}", new { title = new string('x', 121) });

        Assert.Equal(("Q3 review", "Q3 review"), (renamed.At("title"), forAlice.At("title")));
        Assert.Equal(world.App.SubjectOf("bob").Value, record.At("subject", "id"));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (empty.Status, tooLong.Status));
    }

    [Fact]
    public async Task A_name_given_while_somebody_speaks_loses_neither()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");

        await Task.WhenAll(
            Task.WhenAll(Enumerable.Range(0, 8).Select(_ => SayAsync("alice", thread))),
            RenameAsync(thread));
        var found = (await (await world.App.AsAsync("bob")).SendAsync("GET", $"api/threads/{thread}")).Ok();

        Assert.Equal(("Named", "8"), (found.At("title"), found.At("unread")));
    }

    [Fact]
    public async Task Pinned_and_muted_are_mine_alone_and_stay_until_I_change_them()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var others = await ListedAsync("alice", thread);

        var pinned = await ArrangeAsync("bob", thread, new { pinned = true, muted = true });
        var unmuted = await ArrangeAsync("bob", thread, new { muted = false });

        Assert.Equal(("true", "true"), (pinned.At("pinned"), pinned.At("muted")));
        Assert.Equal(("true", null), (unmuted.At("pinned"), unmuted.At("muted")));
        Assert.Equal(others.GetRawText(), (await ListedAsync("alice", thread)).GetRawText());
    }

    [Fact]
    public async Task An_archived_thread_comes_back_with_the_next_message_and_a_muted_one_only_with_a_mention()
    {
        var (loud, muted) = (await world.App.OpenThreadAsync("alice", "bob"), await world.App.OpenThreadAsync("alice", "bob"));
        await SayAsync("alice", loud);
        await SayAsync("alice", muted);
        var archived = await ArrangeAsync("bob", loud, new { archived = true });
        await ArrangeAsync("bob", muted, new { archived = true, muted = true });

        await SayAsync("alice", loud);
        await SayAsync("alice", muted);
        var (back, still) = (await ListedAsync("bob", loud), await ListedAsync("bob", muted));
        await world.App.Get<Storage.Tables>().Threads.UpdateEntityAsync(
            new Azure.Data.Tables.TableEntity(muted, ThreadKeys.Member(world.App.SubjectOf("bob"))) { [MemberRows.MentionSeq] = 2L }, Azure.ETag.All);
        var named = await ListedAsync("bob", muted);

        Assert.Equal(("true", null, "true", null), (archived.At("archived"), back.At("archived"), still.At("archived"), named.At("archived")));
        Assert.Equal("2", named.At("mention"));
    }

    [Fact]
    public async Task A_thread_marked_as_unread_is_unread_until_it_is_read_again_and_never_shows_what_was_said_before_I_came()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var empty = await ArrangeAsync("bob", thread, new { unread = true });
        await SayAsync("alice", thread);
        await SayAsync("alice", thread);
        var read = await ArrangeAsync("bob", thread, new { unread = false });
        var unread = await ArrangeAsync("bob", thread, new { unread = true });
        await (await world.App.AsAsync("bob")).SendAsync("PUT", $"api/threads/{thread}/read", new { upTo = $"{thread}-m2" });

        Assert.Equal(("0", "0", "1", "0"), (empty.At("unread"), read.At("unread"), unread.At("unread"), (await ListedAsync("bob", thread)).At("unread")));
    }

    private async Task<JsonElement> ArrangeAsync(string person, string thread, object change) =>
        (await (await world.App.AsAsync(person)).SendAsync("PATCH", $"api/me/threads/{thread}", change)).Ok();

    private async Task<JsonElement> ListedAsync(string person, string thread) =>
        (await (await world.App.AsAsync(person)).SendAsync("GET", "api/threads?limit=200")).Ok().GetProperty("items").EnumerateArray().Single(one => one.At("id") == thread);

    private async Task SayAsync(string speaker, string thread) =>
        (await (await world.App.AsAsync(speaker)).SendAsync("POST", $"api/threads/{thread}/messages", new { text = "hello", agent = false })).Ok();

    private async Task RenameAsync(string thread) => (await (await world.App.AsAsync("bob")).SendAsync("PATCH", $"api/threads/{thread}", new { title = "Named" })).Ok();
}
