using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Ids;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Runs;

/// <summary>T30: a run that has parts of its work done on their own gives them some of what it has, and nothing that it lacks comes back further down.</summary>
[Collection(PuppetRuns.Name)]
public sealed class PartsTests(PuppetWorld world)
{
    [Fact]
    public async Task A_run_goes_on_when_its_parts_have_ended_and_reads_what_they_answered()
    {
        var question = PuppetWorld.Fresh("whole");
        Whole(question).Reply(PuppetLine.Calls(Part("count the deals", ["query_data"]), Part("say the word", ["describe_data"]))).Reply(PuppetLine.Say("begun")).Always(PuppetLine.Say("put together"));
        PartOf(question, "count the deals").Reply(Sql.Company(Sql.Deals)).Always(static request => PuppetLine.Say(request.ToolResults[^1]));
        PartOf(question, "say the word").Always(PuppetLine.Say("xylophone"));
        var automation = await world.App.AgreedAsync("bob", question, ["run_part", "query_data", "describe_data"]);

        var ended = await world.App.EndOfRunAsync("bob", await world.App.WakeAsync(automation));
        var parts = await PartsAsync(ended);
        var last = world.Puppet.Requests.Last(request => request.LastUserText.Contains(question, StringComparison.Ordinal));

        Assert.Equal("completed", ended.At("status"));
        Assert.True(last.Contains("1762") && last.Contains("xylophone"));
        Assert.All(parts, part => Assert.Equal(("completed", ended.At("id"), "part", "Bob"), (part.At("status"), part.At("partOf"), part.At("woke", "kind"), part.At("author", "name"))));
        Assert.Equal([["query_data"], ["describe_data"]], new[] { "count the deals", "say the word" }.Select(ask => ShownTo(question, ask)));
        Assert.Equal("put together", (await world.App.MessagesAsync("bob", automation.Home.Value))[^1].At("text"));
    }

    [Fact]
    public async Task T30_every_record_of_a_part_names_its_author_and_the_runs_it_is_a_part_of()
    {
        var question = PuppetWorld.Fresh("chain");
        Whole(question).Reply(PuppetLine.Calls(Part("the upper part", ["run_part", "query_data"]))).Always(PuppetLine.Say("done"));
        PartOf(question, "the upper part").Reply(PuppetLine.Calls(Part("the lower part", ["run_part", "query_data"]))).Always(PuppetLine.Say("done"));
        PartOf(question, "the lower part").Reply(Sql.Company(Sql.Deals), PuppetLine.Calls(Part("the lowest part", ["query_data"]))).Always(PuppetLine.Say("done"));
        var automation = await world.App.AgreedAsync("bob", question, ["run_part", "query_data"]);

        var whole = await world.App.EndOfRunAsync("bob", await world.App.WakeAsync(automation));
        var upper = (await PartsAsync(whole)).Single();
        var lower = (await PartsAsync(upper)).Single();
        var rows = await world.App.AuditAsync("bob", $"thread={automation.Home}");

        Assert.All(rows, row => Assert.Equal((automation.Author.Id.Value, "Bob", "agentUnattended"), (row.At("author"), row.At("subject", "name"), row.At("act"))));
        Assert.All(rows, row => Assert.Equal(Chain(row.At("runId"), whole, upper, lower), row.GetProperty("partOf").EnumerateArray().Select(static above => above.GetString())));
        Assert.Contains(rows, row => row.At("runId") == lower.At("id") && row.At("tool") == "query_data" && row.At("decision") == "succeeded");
        Assert.Equal(["succeeded", "refused"], lower.Steps().Select(static step => step.At("status")));
        Assert.Null(lower.At("parts"));
    }

    [Theory]
    [InlineData("change_data", null)]
    [InlineData("query_data", "amount")]
    [InlineData("run_later", null)]
    public async Task T30_a_part_is_not_given_what_its_run_lacks_and_the_attempt_is_on_record(string tool, string? consent)
    {
        var question = PuppetWorld.Fresh("more than mine");
        Whole(question).Reply(PuppetLine.Calls(Part("the greedy part", [tool], consent is null ? [] : [consent]))).Always(PuppetLine.Say("done"));
        var automation = await world.App.AgreedAsync("bob", question, ["run_part", "query_data"]);

        var ended = await world.App.EndOfRunAsync("bob", await world.App.WakeAsync(automation));

        Assert.Equal(("completed", "refused", null), (ended.At("status"), ended.Steps().Single().At("status"), ended.At("parts")));
        Assert.Contains(await world.App.AuditAsync("bob", $"thread={automation.Home}&decision=refused"), static row => (row.At("tool"), row.At("reason")) == ("run_part", "NOT_YOURS"));
        Assert.DoesNotContain(world.Puppet.Requests, request => request.Contains("the greedy part") && request.Contains("You do one part"));
    }

    [Fact]
    public async Task T30_a_part_of_a_part_does_not_regain_what_was_left_out_above_it()
    {
        var question = PuppetWorld.Fresh("regain");
        var deal = await world.Company.DealOfBobAsync();
        var before = await world.Company.AmountAsync(deal);
        Whole(question).Reply(PuppetLine.Calls(Part("the narrow part", ["run_part", "query_data"]))).Always(PuppetLine.Say("done"));
        PartOf(question, "the narrow part").Reply(PuppetLine.Calls(Part("the wide part", ["query_data", "change_data"], ["amount"]))).Reply(Sql.SetAmount(deal, 4750m)).Always(PuppetLine.Say("done"));
        var automation = await world.App.AgreedAsync("bob", question, ["run_part", "query_data", "change_data"], await ConsentAsync(deal));

        var narrow = (await PartsAsync(await world.App.EndOfRunAsync("bob", await world.App.WakeAsync(automation)))).Single();

        Assert.Equal(["refused", "refused"], narrow.Steps().Select(static step => step.At("status")));
        Assert.Null(narrow.At("parts"));
        Assert.Equal(before, await world.Company.AmountAsync(deal));
        var rows = (await world.App.AuditAsync("bob", $"thread={automation.Home}")).Where(row => row.At("runId") == narrow.At("id")).ToArray();
        Assert.Contains(rows, static row => (row.At("tool"), row.At("decision"), row.At("reason")) == ("run_part", "refused", "NOT_YOURS"));
        Assert.Contains(rows, static row => (row.At("tool"), row.At("decision"), row.At("reason")) == ("change_data", "denied", "tool-not-agreed"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task T30_a_part_changes_without_asking_only_under_a_consent_that_it_was_given(bool isGiven)
    {
        var question = PuppetWorld.Fresh("consent");
        var deal = await world.Company.DealOfBobAsync();
        var before = await world.Company.AmountAsync(deal);
        Whole(question).Reply(PuppetLine.Calls(Part("set the amount", ["change_data"], isGiven ? ["amount"] : []))).Always(PuppetLine.Say("done"));
        PartOf(question, "set the amount").Reply(Sql.SetAmount(deal, 4751m)).Always(PuppetLine.Say("done"));
        var automation = await world.App.AgreedAsync("bob", question, ["run_part", "query_data", "change_data"], await ConsentAsync(deal));

        var run = await world.App.WakeAsync(automation);
        if (!isGiven)
        {
            var part = (await world.App.StoredAsync(run, static now => !now.Parts.IsEmpty)).Parts.Single();
            var card = await world.App.CardOfRunAsync("bob", part);
            (await (await world.App.InBrowserAsync("bob")).DecideAsync(card, approve: false)).Ok();
        }

        var ended = await world.App.EndOfRunAsync("bob", run);
        Assert.Equal("completed", ended.At("status"));
        Assert.Equal(isGiven ? 4751m : before, await world.Company.AmountAsync(deal));
    }

    [Fact]
    public async Task Who_stops_a_run_stops_its_parts()
    {
        var question = PuppetWorld.Fresh("stop all");
        Whole(question).Reply(PuppetLine.Calls(Part("the endless part", ["query_data"]))).Always(PuppetLine.Say("done"));
        PartOf(question, "the endless part").Always(PuppetLine.Hang());
        var run = await world.App.WakeAsync(await world.App.AgreedAsync("bob", question, ["run_part", "query_data"]));
        var part = (await world.App.StoredAsync(run, static now => !now.Parts.IsEmpty)).Parts.Single();
        await world.App.StoredAsync(part, static now => now.Message is not null);

        (await (await world.App.AsAsync("bob")).SendAsync("POST", $"api/runs/{run}/stop")).Ok();

        Assert.Equal(["stopped", "stopped"], new[] { await world.App.EndOfRunAsync("bob", run), await world.App.EndOfRunAsync("bob", part) }.Select(static ended => ended.At("status")));
    }

    [Fact]
    public async Task A_part_goes_on_later_too_and_its_run_waits_for_it()
    {
        var question = PuppetWorld.Fresh("part later");
        Whole(question).Reply(PuppetLine.Calls(Part("look twice", ["run_later"]))).Reply(PuppetLine.Say("begun")).Always(PuppetLine.Say("put together"));
        PartOf(question, "look twice").Reply(PuppetLine.Call("run_later", new { inMinutes = 60 }), PuppetLine.Say("first look")).Always(PuppetLine.Say("second look"));
        var automation = await world.App.AgreedAsync("bob", question, ["run_part", "run_later"]);
        var run = await world.App.WakeAsync(automation);
        var part = (await world.App.StoredAsync(run, static now => !now.Parts.IsEmpty)).Parts.Single();

        await world.App.RestingAsync("bob", part);
        var whole = (await (await world.App.AsAsync("bob")).SendAsync("GET", $"api/runs/{run}")).Ok();
        await world.App.ItIsTimeAsync(part);
        await world.App.EndOfRunAsync("bob", run);

        Assert.Equal(("running", null), (whole.At("status"), whole.At("goesOnAt")));
        Assert.Equal(["begun", "first look", "second look", "put together"], (await world.App.MessagesAsync("bob", automation.Home.Value)).Where(static message => message.At("from") == "agent").Select(static message => message.At("text")));
    }

    [Fact]
    public void T30_what_a_part_has_is_what_both_it_and_the_run_above_have_and_never_the_empty_list()
    {
        var consents = new[] { "a", "b" }.Select(static id => new StandingConsent(id, "change_data", "x", ImmutableSortedDictionary<string, string>.Empty, [], "x", 1, DateTimeOffset.MaxValue));
        var above = new AutomationContent("x", "x", new Trigger.Schedule("0 8 * * *", "UTC"), ["change_data", "query_data"], [.. consents]);

        var narrowed = new RunPart("x", ["query_data", "read_page"], ["b", "c"], [], []).Of(above)!;

        Assert.Equal("query_data", Assert.Single(narrowed.Tools));
        Assert.Equal("b", Assert.Single(narrowed.Consents).Id);
        Assert.Null(new RunPart("x", ["read_page"], [], [], []).Of(above));
    }

    private static (string, object) Part(string ask, string[] tools, string[]? consents = null) => ("run_part", new { ask, tools, consents = consents ?? [] });

    private PuppetScript Whole(string question) => world.Puppet.When(question);

    private PuppetScript PartOf(string question, string ask) => world.Puppet.When(request => IsOf(request, question, ask));

    private IEnumerable<string> ShownTo(string question, string ask) =>
        world.Puppet.Requests.Where(request => IsOf(request, question, ask)).SelectMany(static request => request.Tools).Distinct();

    private static bool IsOf(PuppetRequest request, string question, string ask) =>
        request.LastUserText.Contains(question, StringComparison.Ordinal) && request.Chat.Messages.Any(message => message.Role == "user" && message.Text.EndsWith($"You said which part: {ask}", StringComparison.Ordinal));

    private async Task<JsonElement[]> PartsAsync(JsonElement run) =>
        await Task.WhenAll(run.GetProperty("parts").EnumerateArray().Select(part => world.App.EndOfRunAsync("bob", RunId.Parse(part.GetString()!))));

    private static IEnumerable<string?> Chain(string? run, params JsonElement[] runs) => runs.Select(static one => one.At("id")).TakeWhile(id => id != run);

    private async Task<StandingConsent> ConsentAsync(int deal)
    {
        var columns = (string)(await world.Company.AskAsync("SELECT string_agg(column_name, ',') FROM information_schema.columns WHERE table_schema = 'company' AND table_name = 'deals'"))!;
        var fields = columns.Split(',').ToImmutableSortedDictionary(static name => name, static _ => "{*}").SetItem("id", deal.ToString(CultureInfo.InvariantCulture));
        return new("amount", "change_data", "company: company.deals", fields, ["company"], "whoever may read deals; made as Bob", 5, DateTimeOffset.UtcNow.AddDays(1));
    }
}
