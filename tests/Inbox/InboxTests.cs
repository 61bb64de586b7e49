using System.Net;
using System.Text.Json;
using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Runs;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Inbox;

/// <summary>A pending item is in its person's inbox only, and leaves when it is resolved.</summary>
[Collection(PuppetJourneys.Name)]
public sealed class InboxTests(PuppetWorld world)
{
    [Fact]
    public async Task A_confirmation_waits_in_its_speakers_inbox_until_it_is_decided()
    {
        var (thread, turn) = await AskForChangeAsync();
        var card = await world.App.CardAsync("bob", turn);
        var item = await world.App.ItemAsync("bob", one => one.At("callId") == card.CallId);
        var others = await world.App.InboxAsync("alice");
        (await (await world.App.InBrowserAsync("bob")).DecideAsync(card, approve: false)).Ok();
        var after = await world.App.InboxAsync("bob");

        Assert.Equal(("confirmation", turn, thread), (item.At("kind"), item.At("turnId"), item.At("threadId")));
        Assert.StartsWith($"/t/{thread}#", item.At("href"), StringComparison.Ordinal);
        Assert.True(item.GetProperty("expires").GetDateTimeOffset() > DateTimeOffset.UtcNow);
        Assert.DoesNotContain(others, one => one.At("callId") == card.CallId);
        Assert.DoesNotContain(after, one => one.At("callId") == card.CallId);
    }

    [Fact]
    public async Task A_confirmation_leaves_the_inbox_with_its_turn()
    {
        var (_, turn) = await AskForChangeAsync();
        var card = await world.App.CardAsync("bob", turn);
        await world.App.ItemAsync("bob", one => one.At("callId") == card.CallId);

        await (await world.App.InBrowserAsync("bob")).SendAsync("POST", $"api/turns/{turn}/stop");
        await world.App.EndOfAsync("bob", turn);

        Assert.DoesNotContain(await world.App.InboxAsync("bob"), one => one.At("callId") == card.CallId);
    }

    [Fact]
    public async Task Law_3_a_shared_answer_is_news_to_the_members_until_they_have_seen_it_or_are_members_no_more()
    {
        var (alice, bob) = (await world.App.AsAsync("alice"), await world.App.AsAsync("bob"));
        var room = (await alice.SendAsync("POST", "api/rooms", new { name = "Shares", members = new[] { world.App.SubjectOf("bob").Value } })).Ok().At("id");
        var thread = (await alice.SendAsync("POST", "api/threads", new { roomId = room, title = "Pay" })).Ok().At("id")!;
        var first = await ShareAsync(thread);
        var second = await ShareAsync(thread);
        var items = await world.App.InboxAsync("bob");
        var dismissed = await bob.SendAsync("DELETE", $"api/inbox/s-{first}");
        var again = await bob.SendAsync("DELETE", $"api/inbox/s-{first}");
        var left = await world.App.InboxAsync("bob");
        (await alice.SendAsync("PUT", $"api/rooms/{room}/members", new { members = Array.Empty<string>() })).Ok();
        var removed = await world.App.InboxAsync("bob");

        Assert.Equal(2, items.Count(one => one.At("threadId") == thread));
        Assert.Contains(items, one => one.At("href") == $"/t/{thread}#{first}" && one.At("title") == "Pay" && one.At("words") == "Alice shared an answer with you.");
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (dismissed.Status, again.Status));
        Assert.Equal($"s-{second}", Assert.Single(left, one => one.At("threadId") == thread).At("id"));
        Assert.DoesNotContain(removed, one => one.At("threadId") == thread);
        Assert.DoesNotContain(await world.App.InboxAsync("alice"), one => one.At("threadId") == thread);
    }

    [Fact]
    public async Task A_proposal_waits_for_the_author_until_the_automation_is_gone()
    {
        var (alice, bob) = (await world.App.AsAsync("alice"), await world.App.AsAsync("bob"));
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var automation = (await alice.SendAsync("POST", "api/automations", new { title = "Overdue", prompt = "x", trigger = new { kind = "schedule", words = "daily at 7am" }, sharedWith = thread })).Ok();
        (await (await world.App.InBrowserAsync("alice")).SendAsync("POST", $"api/automations/{automation.At("id")}/agree", new { contentHash = automation.At("contentHash") })).Ok();

        (await bob.SendAsync("PATCH", $"api/automations/{automation.At("id")}", new { prompt = "y" })).Ok();
        var item = await world.App.ItemAsync("alice", one => one.At("automationId") == automation.At("id"));
        await alice.SendAsync("DELETE", $"api/automations/{automation.At("id")}");

        Assert.Equal(("proposal", "Overdue", "Bob proposes a change.", $"/automations/{automation.At("id")}"), (item.At("kind"), item.At("title"), item.At("words"), item.At("href")));
        Assert.DoesNotContain(await world.App.InboxAsync("alice"), one => one.At("automationId") == automation.At("id"));
    }

    [Fact]
    public async Task The_newest_result_of_an_automation_waits_to_be_seen_and_a_parked_run_for_what_brings_it_back()
    {
        var prompt = PuppetWorld.Fresh("news of the day");
        world.Puppet.When(prompt).Always(static _ => PuppetLine.Say("none"));
        var automation = await world.App.AgreedAsync("bob", prompt, []);
        await world.App.EndOfRunAsync("bob", await world.App.WakeAsync(automation));
        var run = await world.App.WakeAsync(automation);
        await world.App.EndOfRunAsync("bob", run);
        var result = await world.App.ItemAsync("bob", one => one.At("runId") == run.Value);
        var all = await world.App.InboxAsync("bob");

        var stored = await world.App.StoredAsync(run, static _ => true);
        var events = world.App.Get<RunEvents>();
        await events.ChangedAsync(stored with { Status = RunStatus.Parked, Reason = "account-disabled", Parkings = 1 }, default);
        var parked = await world.App.ItemAsync("bob", one => one.At("kind") == "parked" && one.At("runId") == run.Value);
        await events.ChangedAsync(stored with { Status = RunStatus.Running, Reason = null, Parkings = 1 }, default);

        Assert.Equal(("run", "Watch", "Finished.", $"/runs/{run}"), (result.At("kind"), result.At("title"), result.At("words"), result.At("href")));
        Assert.Single(all, one => one.At("automationId") == automation.Id.Value);
        Assert.Contains("disabled", parked.At("words"), StringComparison.Ordinal);
        Assert.DoesNotContain(await world.App.InboxAsync("bob"), one => one.At("automationId") == automation.Id.Value);
    }

    [Fact]
    public async Task A_mention_is_over_when_it_has_been_read()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var message = (await (await world.App.AsAsync("alice")).SendAsync("POST", $"api/threads/{thread}/messages", new { text = "hello", agent = false })).Ok().At("messageId")!;
        await world.App.Get<InboxItems>().PutAsync([world.App.SubjectOf("bob")], InboxItem.Mention(MessageId.Parse(message), "Alice", DateTimeOffset.UtcNow), default);
        var item = await world.App.ItemAsync("bob", one => one.At("kind") == "mention" && one.At("threadId") == thread);

        await (await world.App.AsAsync("bob")).SendAsync("PUT", $"api/threads/{thread}/read", new { upTo = message });

        Assert.Equal("Alice mentioned you.", item.At("words"));
        Assert.DoesNotContain(await world.App.InboxAsync("bob"), one => one.At("threadId") == thread);
    }

    [Fact]
    public async Task An_inbox_is_read_page_by_page_and_costs_one_query_however_much_is_in_it()
    {
        var bob = world.App.SubjectOf("bob");
        var items = world.App.Get<InboxItems>();
        var start = DateTimeOffset.UtcNow.AddDays(-1);
        var ids = Enumerable.Range(0, 5).Select(static _ => AutomationId.New()).ToArray();
        foreach (var (at, id) in ids.Index())
            await items.PutAsync(bob, InboxItem.Proposal(id, "p", $"Page {at}", "Alice", start.AddMinutes(at)), default);
        var mine = new HashSet<string>(ids.Select(static id => id.Value));

        var found = new List<string>();
        for (string? mark = ""; mark is not null;)
        {
            var page = (await (await world.App.AsAsync("bob")).SendAsync("GET", $"api/inbox?limit=2{(mark.Length > 0 ? $"&continuation={mark}" : "")}")).Ok();
            found.AddRange(page.GetProperty("items").EnumerateArray().Where(one => mine.Contains(one.At("automationId") ?? "")).Select(static one => one.At("title")!));
            mark = page.At("continuation");
        }

        using var count = new Threads.StorageCount();
        await items.ListAsync(bob, default);

        Assert.Equal(["Page 4", "Page 3", "Page 2", "Page 1", "Page 0"], found);
        Assert.Equal(1, count.Requests);
        Assert.Equal(HttpStatusCode.BadRequest, (await (await world.App.AsAsync("bob")).SendAsync("GET", "api/inbox?continuation=x")).Status);
        foreach (var id in ids)
            await items.RemoveOfAsync(bob, id, default);
    }

    private async Task<(string Thread, string Turn)> AskForChangeAsync()
    {
        var thread = await world.App.OpenThreadAsync("bob", "alice");
        var question = PuppetWorld.Fresh("set the amount");
        world.Puppet.When(question).Reply(Sql.SetAmount(await world.Company.DealOfBobAsync(), 1), PuppetLine.Say("done"));
        return (thread, await world.App.SayAsync("bob", thread, question));
    }

    /// <summary>The id of an answer that Alice got and shared.</summary>
    private async Task<string> ShareAsync(string thread)
    {
        var question = PuppetWorld.Fresh("salaries");
        world.Puppet.When(question).Reply(Sql.Company("SELECT max(salary) AS most FROM employees"), PuppetLine.Say("much"));
        await world.App.AskAsync("alice", thread, question);
        var id = (await world.App.ReplyAsync("alice", thread)).At("id")!;
        var browser = await world.App.InBrowserAsync("alice");
        var preview = (await browser.SendAsync("GET", $"api/messages/{id}/share")).Ok();
        (await browser.SendAsync("POST", $"api/messages/{id}/share", new { previewHash = preview.At("previewHash") })).Ok();
        return id;
    }
}
