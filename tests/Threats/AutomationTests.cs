using System.Net;
using System.Text.Json;
using Onbehalf.Ids;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Runs;

namespace Onbehalf.Tests.Threats;

/// <summary>T15: an edited or copied automation runs as nobody who has not agreed to it.</summary>
[Collection(PuppetRuns.Name)]
public sealed class AutomationTests(PuppetWorld world)
{
    private static readonly object Consent = new
    {
        tool = "change_data", target = "company.public.deals", audience = "whoever may read deals", total = 3, until = DateTimeOffset.UtcNow.AddDays(30), fields = new { stage = "won" }, sources = new[] { "company" },
    };

    [Fact]
    public async Task Only_its_author_in_a_browser_agrees_and_to_exactly_what_it_says()
    {
        var (alice, browser) = (await world.App.AsAsync("alice"), await world.App.InBrowserAsync("alice"));
        var made = await MakeAsync("alice");
        var agree = $"api/automations/{made.At("id")}/agree";

        var bearer = await alice.SendAsync("POST", agree, new { contentHash = made.At("contentHash") });
        var other = await browser.SendAsync("POST", agree, new { contentHash = new string('0', 64) });
        var waiting = (await alice.SendAsync("GET", $"api/automations/{made.At("id")}")).Ok();
        var agreed = (await browser.SendAsync("POST", agree, new { contentHash = made.At("contentHash") })).Ok();

        Assert.Equal(("waiting", null), (made.At("state"), made.At("nextDue")));
        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Conflict), (bearer.Status, other.Status));
        Assert.Equal(("waiting", null), (waiting.At("state"), waiting.At("agreedHash")));
        Assert.Equal(("active", made.At("contentHash")), (agreed.At("state"), agreed.At("agreedHash")));
        Assert.NotNull(agreed.At("nextDue"));
        Assert.Equal("every Monday at 8:00", agreed.At("trigger", "words"));
        Assert.Contains(await world.App.AuditAsync("alice", "decision=denied"), static row => row.At("reason") == "needs-browser");
        Assert.Contains(await world.App.AuditAsync("alice", ""), row => row.At("action") == "automation" && row.At("shape") == "agree" && row.At("decision") == "succeeded");
    }

    [Fact]
    public async Task T15_an_edit_by_another_is_a_proposal_and_the_agreed_version_keeps_running()
    {
        var (id, thread) = await SharedAsync();
        var (alice, bob) = (await world.App.InBrowserAsync("alice"), await world.App.InBrowserAsync("bob"));
        var before = (await alice.SendAsync("GET", $"api/automations/{id}")).Ok();

        var proposed = await bob.SendAsync("PATCH", $"api/automations/{id}", new { prompt = "everything that Alice may see" });
        var forced = await bob.SendAsync("POST", $"api/automations/{id}/agree", new { contentHash = before.At("contentHash") });
        var now = (await alice.SendAsync("GET", $"api/automations/{id}")).Ok();
        var proposal = now.GetProperty("proposals").EnumerateArray().Single();
        var agreed = (await alice.SendAsync("POST", $"api/automations/{id}/agree", new { contentHash = proposal.At("contentHash"), proposalId = proposal.At("id") })).Ok();

        Assert.Equal(HttpStatusCode.Accepted, proposed.Status);
        Assert.Equal(HttpStatusCode.Forbidden, forced.Status);
        Assert.Equal((before.At("agreedHash"), before.At("prompt"), "active"), (now.At("agreedHash"), now.At("prompt"), now.At("state")));
        Assert.Equal(world.App.SubjectOf("bob").Value, proposal.At("by", "subject"));
        Assert.Equal(("everything that Alice may see", proposal.At("contentHash")), (agreed.At("prompt"), agreed.At("agreedHash")));
        Assert.Empty(agreed.GetProperty("proposals").EnumerateArray());
        Assert.Equal(world.App.SubjectOf("alice").Value, agreed.At("author", "subject"));
        Assert.NotNull(thread);
    }

    [Theory]
    [InlineData("pause")]
    [InlineData("resume")]
    [InlineData("secret")]
    [InlineData("delete")]
    public async Task T15_who_may_only_read_it_can_neither_stop_nor_steer_it(string what)
    {
        var (id, _) = await SharedAsync();
        var bob = await world.App.InBrowserAsync("bob");

        var answer = what == "delete" ? await bob.SendAsync("DELETE", $"api/automations/{id}") : await bob.SendAsync("POST", $"api/automations/{id}/{what}");

        Assert.Equal(HttpStatusCode.Forbidden, answer.Status);
        Assert.Equal("active", (await (await world.App.AsAsync("alice")).SendAsync("GET", $"api/automations/{id}")).Ok().At("state"));
        Assert.Contains(await world.App.AuditAsync("bob", "decision=denied"), row => row.At("reason") == "not-the-author" && row.At("shape") == what);
    }

    [Fact]
    public async Task T15_who_adopts_it_agrees_afresh_and_runs_it_as_themselves_without_a_consent_of_the_other()
    {
        var (id, _) = await SharedAsync(Consent);
        var bob = await world.App.InBrowserAsync("bob");
        var seen = (await bob.SendAsync("GET", $"api/automations/{id}")).Ok();

        var bearer = await (await world.App.AsAsync("bob")).SendAsync("POST", $"api/automations/{id}/adopt", new { contentHash = seen.At("contentHash") });
        var unread = await bob.SendAsync("POST", $"api/automations/{id}/adopt", new { contentHash = new string('0', 64) });
        var adopted = (await bob.SendAsync("POST", $"api/automations/{id}/adopt", new { contentHash = seen.At("contentHash") })).Ok();
        var hers = (await (await world.App.AsAsync("alice")).SendAsync("GET", $"api/automations/{id}")).Ok();

        Assert.Equal((HttpStatusCode.Forbidden, HttpStatusCode.Conflict), (bearer.Status, unread.Status));
        Assert.Null(seen.At("threadId"));
        Assert.Single(seen.GetProperty("consents").EnumerateArray());
        Assert.Empty(adopted.GetProperty("consents").EnumerateArray());
        Assert.Equal((world.App.SubjectOf("bob").Value, "active", seen.At("prompt")), (adopted.At("author", "subject"), adopted.At("state"), adopted.At("prompt")));
        Assert.NotEqual(hers.At("threadId"), adopted.At("threadId"));
        Assert.Null(adopted.At("lastRun"));
        Assert.Single(hers.GetProperty("consents").EnumerateArray());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task T02_a_card_of_a_run_names_whoever_wrote_what_its_author_only_agreed_to(bool isAdopted)
    {
        var (bob, alice) = (await world.App.InBrowserAsync("bob"), await world.App.InBrowserAsync("alice"));
        var id = await SharedAsync(isAdopted ? "alice" : "bob", isAdopted ? "bob" : "alice");
        var asks = PuppetWorld.Fresh("the words of another");
        world.Puppet.When(asks).Reply(Sql.SetAmount(await world.Company.DealOfBobAsync(), 4741m)).Always(PuppetLine.Say("done"));
        var changed = await alice.SendAsync("PATCH", $"api/automations/{id}", new { prompt = asks });
        if (isAdopted)
        {
            await AgreeAsync(alice, id, changed.Ok().GetProperty("draft").At("contentHash"));
            var read = (await bob.SendAsync("GET", $"api/automations/{id}")).Ok();
            id = (await bob.SendAsync("POST", $"api/automations/{id}/adopt", new { contentHash = read.At("contentHash") })).Ok().At("id")!;
        }
        else
        {
            var proposal = (await bob.SendAsync("GET", $"api/automations/{id}")).Ok().GetProperty("proposals").EnumerateArray().Single();
            await AgreeAsync(bob, id, proposal.At("contentHash"), proposal.At("id"));
        }

        var run = RunId.Parse((await bob.SendAsync("POST", $"api/automations/{id}/run")).Ok().At("runId")!);
        var card = await world.App.CardOfRunAsync("bob", run);
        (await bob.DecideAsync(card, approve: false)).Ok();
        await world.App.EndOfRunAsync("bob", run);
        var records = (await world.App.AuditAsync("bob", "")).Where(row => row.At("runId") == run.Value && row.At("action") == "run");

        Assert.Equal(world.App.SubjectOf("alice").Value, card.Shown.GetProperty("textAuthors").EnumerateArray().Single().At("subject"));
        Assert.All(records, row => Assert.Equal(world.App.SubjectOf("alice").Value, row.GetProperty("textAuthors").EnumerateArray().Single().GetString()));
    }

    [Fact]
    public async Task Who_leaves_the_thread_reads_it_no_more()
    {
        var (alice, bob) = (await world.App.AsAsync("alice"), await world.App.AsAsync("bob"));
        var room = (await alice.SendAsync("POST", "api/rooms", new { name = "HR", members = new[] { world.App.SubjectOf("bob").Value } })).Ok().At("id");
        var thread = (await alice.SendAsync("POST", "api/threads", new { roomId = room, title = "x" })).Ok().At("id");
        var id = (await MakeAsync("alice", sharedWith: thread)).At("id");

        var inside = await bob.SendAsync("GET", $"api/automations/{id}");
        var listed = (await bob.SendAsync("GET", "api/automations?limit=200")).Ok();
        (await alice.SendAsync("PUT", $"api/rooms/{room}/members", new { members = Array.Empty<string>() })).Ok();
        var outside = await bob.SendAsync("GET", $"api/automations/{id}");
        var unlisted = (await bob.SendAsync("GET", "api/automations?limit=200")).Ok();

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotFound), (inside.Status, outside.Status));
        Assert.Contains(listed.GetProperty("items").EnumerateArray(), item => item.At("id") == id);
        Assert.DoesNotContain(unlisted.GetProperty("items").EnumerateArray(), item => item.At("id") == id);
    }

    [Theory]
    [InlineData("""{"title":"","prompt":"x","trigger":{"kind":"event","format":"standard"}}""", "title")]
    [InlineData("""{"title":"x","prompt":" ","trigger":{"kind":"event","format":"standard"}}""", "prompt")]
    [InlineData("""{"title":"x","prompt":"x","trigger":{"kind":"moon"}}""", "trigger")]
    [InlineData("""{"title":"x","prompt":"x","trigger":{"kind":"event","format":"email"}}""", "trigger")]
    [InlineData("""{"title":"x","prompt":"x","trigger":{"kind":"schedule","cron":"0 0 30 2 *"}}""", "schedule")]
    [InlineData("""{"title":"x","prompt":"x","trigger":{"kind":"schedule","words":"now and then"}}""", "schedule")]
    [InlineData("""{"title":"x","prompt":"x","trigger":{"kind":"schedule","words":"hourly","timeZone":"Mars/Olympus"}}""", "time-zone")]
    [InlineData("""{"title":"x","prompt":"x","trigger":{"kind":"rule","words":"hourly","source":"company","sql":"select 1","condition":{"kind":"above"}}}""", "trigger")]
    [InlineData("""{"title":"x","prompt":"x","trigger":{"kind":"schedule","words":"hourly"},"tools":["rm"]}""", "tools")]
    [InlineData("""{"title":"x","prompt":"x","trigger":{"kind":"schedule","words":"hourly"},"tools":["change_data"],"consents":[{"tool":"query_data","target":"x","audience":"x","total":1,"until":"2030-01-01T00:00:00Z"}]}""", "consents")]
    [InlineData("""{"title":"x","prompt":"x","trigger":{"kind":"schedule","words":"hourly"},"tools":["change_data"],"consents":[{"tool":"change_data","target":"x","audience":"x","total":1,"until":"2099-01-01T00:00:00Z"}]}""", "consents")]
    [InlineData("""{"title":"x","prompt":"x","trigger":{"kind":"schedule","words":"hourly"},"tools":[null]}""", "tools")]
    [InlineData("""{"title":"x","prompt":"x","trigger":{"kind":"schedule","words":"hourly"},"consents":[null]}""", "consents")]
    [InlineData("""{"title":"x","prompt":"x","trigger":{"kind":"schedule","words":"hourly"},"tools":["change_data"],"consents":[{"tool":"change_data","target":"x","audience":"x","total":1,"until":"2027-01-01T00:00:00Z","fields":{"stage":null}}]}""", "consents")]
    [InlineData("""{"title":"x","prompt":"x"}""", "body")]
    public async Task What_could_not_run_is_refused_when_it_is_written(string body, string slug)
    {
        var answer = await (await world.App.AsAsync("alice")).SendAsync("POST", "api/automations", body);

        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.EndsWith($"/{slug}", answer.Json.At("type"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_of_its_author_changes_nothing_that_runs_until_they_agree()
    {
        var (alice, made) = (await world.App.InBrowserAsync("alice"), await MakeAsync("alice"));
        var url = $"api/automations/{made.At("id")}";
        (await alice.SendAsync("POST", $"{url}/agree", new { contentHash = made.At("contentHash") })).Ok();

        var changed = (await alice.SendAsync("PATCH", url, new { prompt = "something else" })).Ok();
        var back = (await alice.SendAsync("PATCH", url, new { prompt = made.At("prompt") })).Ok();

        Assert.Equal((made.At("prompt"), made.At("contentHash"), "something else"), (changed.At("prompt"), changed.At("agreedHash"), changed.At("draft", "prompt")));
        Assert.Null(back.At("draft"));
    }

    [Fact]
    public async Task Paused_it_is_not_due_resumed_it_is_and_deleted_it_is_not_there()
    {
        var (alice, made) = (await world.App.InBrowserAsync("alice"), await MakeAsync("alice"));
        var url = $"api/automations/{made.At("id")}";
        (await alice.SendAsync("POST", $"{url}/agree", new { contentHash = made.At("contentHash") })).Ok();

        var paused = (await alice.SendAsync("POST", $"{url}/pause")).Ok();
        var resumed = (await alice.SendAsync("POST", $"{url}/resume")).Ok();
        var deleted = await alice.SendAsync("DELETE", url);
        var gone = await alice.SendAsync("GET", url);

        Assert.Equal(("paused", null), (paused.At("state"), paused.At("nextDue")));
        Assert.Equal("active", resumed.At("state"));
        Assert.NotNull(resumed.At("nextDue"));
        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NotFound), (deleted.Status, gone.Status));
    }

    [Fact]
    public async Task What_is_said_in_a_thread_becomes_an_automation_when_its_speaker_agrees_to_the_card()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var question = PuppetWorld.Fresh("every Monday at 8:00 send me overdue expenses");
        world.Puppet.When(question).Reply(
            PuppetLine.Call("create_automation", new { title = "Overdue", prompt = "overdue expenses", trigger = new { kind = "schedule", words = "every Monday at 8:00", timeZone = "Europe/Berlin" }, tools = new[] { "change_data" }, consents = new[] { Consent } }),
            PuppetLine.Say("done"));
        var card = await world.App.CardAsync("alice", await world.App.SayAsync("alice", thread, question));

        var byBob = await (await world.App.InBrowserAsync("bob")).DecideAsync(card);
        (await (await world.App.InBrowserAsync("alice")).DecideAsync(card)).Ok();
        var turn = await world.App.EndOfAsync("alice", card.Turn);
        var made = (await (await world.App.AsAsync("alice")).SendAsync("GET", "api/automations?limit=200")).Ok().GetProperty("items").EnumerateArray().Single(static item => item.At("title") == "Overdue");

        Assert.Equal(HttpStatusCode.NotFound, byBob.Status);
        Assert.Equal("succeeded", turn.Steps().Single().At("status"));
        Assert.Equal(("active", world.App.SubjectOf("alice").Value), (made.At("state"), made.At("author", "subject")));
        foreach (var part in (string[])["every Monday at 8:00 (Europe/Berlin)", "overdue expenses", "company.public.deals", "stage: won", "at most 3 times", "you alone"])
            Assert.Contains(part, card.Shown.GetRawText().Replace("\\u002B", "+", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    private static async Task AgreeAsync(HttpClient author, string id, string? contentHash, string? proposalId = null) =>
        (await author.SendAsync("POST", $"api/automations/{id}/agree", new { contentHash, proposalId })).Ok();

    private async Task<JsonElement> MakeAsync(string author, string? sharedWith = null, params object[] consents) =>
        (await (await world.App.AsAsync(author)).SendAsync("POST", "api/automations", new
        {
            title = "Overdue expenses", prompt = PuppetWorld.Fresh("overdue expenses"), trigger = new { kind = "schedule", words = "every Monday at 8:00", timeZone = "Europe/Berlin" },
            tools = new[] { "change_data", "query_data" }, consents, sharedWith,
        })).Ok();

    /// <summary>An active automation of Alice's that Bob may read.</summary>
    private async Task<(string Id, string Thread)> SharedAsync(params object[] consents)
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        return (await SharedAsync("alice", thread, consents), thread);
    }

    private async Task<string> SharedAsync(string author, string reader) => await SharedAsync(author, await world.App.OpenThreadAsync(author, reader), []);

    private async Task<string> SharedAsync(string author, string thread, object[] consents)
    {
        var made = await MakeAsync(author, thread, consents);
        await AgreeAsync(await world.App.InBrowserAsync(author), made.At("id")!, made.At("contentHash"));
        return made.At("id")!;
    }
}
