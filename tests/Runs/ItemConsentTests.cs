using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Onbehalf.Acts.Consents;
using Onbehalf.Automations;
using Onbehalf.Tests.Artifacts;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Runs;

/// <summary>A run changes an item of a list as its author, if a standing consent covers the whole card. Everything else waits for the author.</summary>
[Collection(PuppetRuns.Name)]
public sealed class ItemConsentTests(PuppetWorld world)
{
    private const string Items = """
        [{"op":"add","item":"i1","order":"a0","values":{"title":"Book the hall","due":"2026-12-01"}},
         {"op":"add","item":"i2","order":"a1","values":{"title":"Print the badges"}}]
        """;

    private static readonly string[] Tools = ["query_data", "change_item"];

    public static TheoryData<string> Misfits => ["another item", "a cleared field", "a grown audience", "a reader of the same name", "a renamed list"];

    [Fact]
    public async Task A_covered_change_of_an_item_is_made_as_the_author_and_the_audit_has_the_consent()
    {
        var (id, bob) = await PublishedAsync("dan");
        var run = await RunAsync(id, await ConsentAsync(id, "Bob", "Dan"), new { artifact = id, item = "i1", values = new { due = "2026-12-24", owner = Dan }, state = "done" });

        var ended = await world.App.EndOfRunAsync("bob", run.Id);
        var list = (await bob.SendAsync("GET", $"api/artifacts/{id}")).Ok();
        var item = list.GetProperty("items")[0];
        var rows = await world.App.AuditAsync("bob", $"thread={run.Automation.Home}&tool=change_item");

        Assert.Equal(["succeeded", "succeeded"], ended.Steps().Select(static step => step.At("status")));
        Assert.Equal(("2026-12-24", "Book the hall", "done"), (item.GetProperty("values").At("due"), item.GetProperty("values").At("title"), item.At("state")));
        Assert.Equal(world.App.SubjectOf("bob").Value, item.GetProperty("changedBy").At("subject"));
        Assert.Empty(list.GetProperty("proposals").EnumerateArray());
        var acts = rows.Where(static row => row.At("phase") is "intent" or "outcome").ToArray();
        Assert.Equal(2, acts.Length);
        Assert.All(
            acts,
            row => Assert.Equal((run.Automation.Author.Id.Value, "due", "agentUnattended"), (row.At("approver"), row.At("consent"), row.At("act"))));
        Assert.Equal(1, await world.App.Get<ConsentUses>().CountAsync(run.Automation.Id, run.Automation.Agreed!.Consents[0], default));

        // The value rests on data that only the author may see.
        var asDan = (await (await world.App.InBrowserAsync("dan")).SendAsync("GET", $"api/artifacts/{id}")).Ok().GetProperty("items")[0];
        Assert.Contains("due", asDan.GetProperty("locked").GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain(await InboxOfDanAsync(), one => one.About.Artifact == id);
    }

    [Fact]
    public async Task Who_is_assigned_an_item_by_a_run_is_told_where_it_rests_on_nothing_that_they_may_not_see()
    {
        var (id, _) = await PublishedAsync("dan");
        var run = await RunAsync(id, await ConsentAsync(id, "Bob", "Dan"), new { artifact = id, item = "i1", values = new { due = "2026-12-24", owner = Dan }, state = "done" }, reads: false);

        await world.App.EndOfRunAsync("bob", run.Id);

        var told = Assert.Single(await InboxOfDanAsync(), one => one.About.Artifact == id);
        Assert.Equal((InboxKind.Assignment, "Book the hall", "Bob"), (told.Kind, told.About.Title, told.About.By));
    }

    [Theory]
    [MemberData(nameof(Misfits))]
    public async Task What_the_consent_does_not_cover_waits_for_the_author_and_changes_nothing(string what)
    {
        var (id, bob) = await PublishedAsync("dan");
        var consent = what is "a grown audience" ? await ConsentAsync(id, "Bob") : await ConsentAsync(id, "Bob", "Dan");
        if (what is "a reader of the same name")
            consent = consent with { Audience = consent.Audience.Replace(world.App.SubjectOf("dan").Value, world.App.SubjectOf("carol").Value, StringComparison.Ordinal) };
        if (what is "a renamed list")
            await OpsAsync(bob, id, """[{"op":"title","title":"Another list"}]""");
        var run = await RunAsync(id, consent, new { artifact = id, item = what is "another item" ? "i2" : "i1", values = new { due = what is "a cleared field" ? null : "2026-12-24" } });

        var card = await world.App.CardOfRunAsync("bob", run.Id);
        var waiting = (await bob.SendAsync("GET", $"api/artifacts/{id}")).Ok();
        await (await world.App.InBrowserAsync("bob")).DecideAsync(card, approve: false);
        await world.App.EndOfAsync("bob", card.Turn);

        Assert.Equal("2026-12-01", waiting.GetProperty("items")[0].GetProperty("values").At("due"));
        Assert.Null(waiting.GetProperty("items")[1].GetProperty("values").At("due"));
        Assert.Contains(id, card.Shown.At("target"), StringComparison.Ordinal);
    }

    private string Dan => world.App.SubjectOf("dan").Value;

    private Task<IReadOnlyList<InboxItem>> InboxOfDanAsync() => world.App.Get<InboxItems>().ListAsync(world.App.SubjectOf("dan"), default);

    private async Task<(Onbehalf.Ids.RunId Id, Automation Automation)> RunAsync(string id, StandingConsent consent, object change, bool reads = true)
    {
        var question = PuppetWorld.Fresh("the launch");
        PuppetLine[] read = reads ? [Sql.Company(Sql.Deals)] : [];
        world.Puppet.When(question).Reply([.. read, PuppetLine.Call("change_item", change), PuppetLine.Say($"done with {id}")]);
        var automation = await world.App.AgreedAsync("bob", question, Tools, consent);
        return (await world.App.WakeAsync(automation), automation);
    }

    /// <summary>To set the date of the first item, and to finish it.</summary>
    private async Task<StandingConsent> ConsentAsync(string id, params string[] names)
    {
        var readers = string.Join(", ", names.Select(name => $"{name} ({world.App.SubjectOf(name.ToLowerInvariant())})"));
        var title = (await (await world.App.InBrowserAsync("bob")).SendAsync("GET", $"api/artifacts/{id}")).Ok().At("title");
        var fields = ImmutableSortedDictionary<string, string>.Empty
            .Add("item", "i1").Add("Task (title)", "Book the hall").Add("Owner (owner)", "{*}").Add("Due (due)", "2026-12-{*}").Add("state", "{*}");
        return new("due", "change_item", $"{title} ({id})", fields, ["company"], $"read by {readers}; made as Bob", 5, DateTimeOffset.UtcNow.AddDays(1));
    }

    private async Task<(string Id, HttpClient Bob)> PublishedAsync(string other)
    {
        var thread = await world.App.OpenThreadAsync("bob", other);
        var bob = await world.App.InBrowserAsync("bob");
        var id = (await bob.SendAsync("POST", "api/artifacts", new { kind = "list", title = "Launch", template = "tasks" })).Ok().At("id")!;
        await OpsAsync(bob, id, Items);
        var preview = (await bob.SendAsync("GET", $"api/artifacts/{id}/publish?threadId={thread}")).Ok();
        (await bob.SendAsync("POST", $"api/artifacts/{id}/publish", new { threadId = thread, previewHash = preview.At("hash") })).Ok();
        return (id, bob);
    }

    private static async Task OpsAsync(HttpClient person, string id, string ops) =>
        (await person.SendAsync("POST", $"api/artifacts/{id}/ops", new { baseSeq = 1, opId = Guid.NewGuid().ToString("N"), ops = Ops.Json(ops) })).Ok();
}
