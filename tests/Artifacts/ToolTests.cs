using System.Globalization;
using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Artifacts;
using Onbehalf.Audit;
using Onbehalf.Functions.Artifacts.Blocks;
using Onbehalf.Identity;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Identity;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Artifacts;

/// <summary>A small tool is a definition: its references exist, and its buttons act as the person who clicks.</summary>
[Collection(PuppetThreats.Name)]
public sealed class ToolTests(PuppetWorld world)
{
    private const string Setting = """{"op":"block","order":"a0","block":{"id":"set","type":"form","fields":["deal","amount"],"action":{"op":"call","label":"Set","tool":"change_data","arguments":{"source":"company","operation":"update","table":"deals","key":{"id":{"field":"deal"}},"values":{"amount":{"field":"amount"}}}}}}""";
    private const string Fields = """{"op":"field","field":{"id":"deal","name":"Deal","type":"number"}},{"op":"field","field":{"id":"amount","name":"Amount","type":"number"}}""";

    [Theory]
    [InlineData("""{"id":"c","type":"text"}""", "text")]
    [InlineData("""{"id":"c","type":"form","action":{"op":"call","tool":"change_data","arguments":{}}}""", "fields")]
    [InlineData("""{"id":"c","type":"form","fields":["nope"],"action":{"op":"add"}}""", "nope")]
    [InlineData("""{"id":"c","type":"form","fields":["title"]}""", "action")]
    [InlineData("""{"id":"c","type":"form","fields":["title"],"action":{"op":"move","state":"done"}}""", "form")]
    [InlineData("""{"id":"c","type":"form","fields":["title"],"action":{"op":"add","state":"nowhere"}}""", "nowhere")]
    [InlineData("""{"id":"c","type":"list","fields":["title"],"action":{"op":"add"}}""", "item")]
    [InlineData("""{"id":"c","type":"list","fields":["title"],"action":{"op":"set","field":"nope","value":1}}""", "nope")]
    [InlineData("""{"id":"c","type":"list","fields":["title"],"action":{"op":"set","field":"n","value":"x"}}""", "number")]
    [InlineData("""{"id":"c","type":"list","fields":["title"],"action":{"op":"move"}}""", "state")]
    [InlineData("""{"id":"c","type":"table"}""", "request or fields")]
    [InlineData("""{"id":"c","type":"table","request":"b1"}""", "b1")]
    [InlineData("""{"id":"c","type":"chart"}""", "chart")]
    [InlineData("""{"id":"c","type":"chart","request":"nope","chart":{"mark":"bar"}}""", "nope")]
    [InlineData("""{"id":"c","type":"stat","column":"title"}""", "title")]
    [InlineData("""{"id":"c","type":"stat","action":{"op":"set","field":"n","value":1}}""", "action")]
    [InlineData("""{"id":"c","type":"tabs","tabs":[{"title":"One","blocks":["nope"]}]}""", "nope")]
    [InlineData("""{"id":"c","type":"tabs","tabs":[{"title":"One","blocks":["b1"]},{"title":"Two","blocks":["b1"]}]}""", "two tabs")]
    [InlineData("""{"id":"c","type":"tabs","tabs":[{"title":"One","blocks":["c"]}]}""", "nested")]
    [InlineData("""{"id":"c","type":"form","fields":["title"],"action":{"op":"call","tool":"change_data","arguments":{"values":{"n":{"field":"n"}}}}}""", "n")]
    public void A_reference_to_what_is_not_there_is_refused_and_named(string block, string named)
    {
        var put = Ops.Read($$"""[{"op":"block","order":"a5","block":{{block}} }]""");
        var state = Assert.IsType<Folded.Changed>(ArtifactFold.Apply(Ops.State(), put, new(Ops.Alice, default, 2))).State;

        var problem = BlockBindings.Check(state, put);

        Assert.Equal("binding", problem?.Code);
        Assert.Contains(named, problem!.Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ArtifactKind.Chart)]
    [InlineData(ArtifactKind.Table)]
    public void A_chart_and_a_table_hold_one_block(ArtifactKind kind)
    {
        static string Put(string id) => $$"""{"op":"block","order":"a0","block":{"id":"{{id}}","type":"request","title":"Deals","source":"company","sql":"select 1"} }""";
        OpProblem? Check(ArtifactState state, string ops) => BlockBindings.Check(Ops.Apply(state, ops, 2), Ops.Read(ops));
        var state = Ops.Apply(new(kind, "Deals"), $"[{Put("one")}]");

        Assert.Equal("one-block", Check(state, $"[{Put("two")}]")?.Code);
        Assert.Null(Check(state, $"[{Put("one")}]"));
        Assert.Null(Check(state, $$"""[{{Put("two")}},{"op":"delBlock","block":"one"}]"""));
        Assert.Null(Check(new(ArtifactKind.Dashboard, "Deals"), $"[{Put("one")},{Put("two")}]"));
    }

    [Theory]
    [InlineData("""{"op":"call","tool":"remember","arguments":{}}""")]
    [InlineData("""{"op":"call","tool":"change_data"}""")]
    [InlineData("""{"op":"call","tool":"change_data","arguments":[]}""")]
    [InlineData("""{"op":"call","tool":"change_data","arguments":{"a\u202eb":1}}""")]
    [InlineData("""{"op":"call","tool":"change_data","arguments":{"a":{"a":{"a":{"a":{"a":{"a":{}}}}}}}}""")]
    [InlineData("""{"op":"add","tool":"change_data"}""")]
    public void An_action_calls_a_known_tool_with_plain_arguments(string action) =>
        Assert.Equal("block", Ops.Refusal(Ops.State(), $$"""[{"op":"block","order":"a5","block":{"id":"c","type":"form","fields":["title"],"action":{{action}} } }]"""));

    [Fact]
    public void Blocks_of_one_request_may_refer_to_each_other_in_any_order()
    {
        var put = Ops.Read("""
            [{"op":"block","order":"a6","block":{"id":"t","type":"tabs","tabs":[{"title":"Rows","blocks":["c"]},{"title":"New","blocks":["f"]}]}},
             {"op":"block","order":"a5","block":{"id":"c","type":"chart","request":"r","chart":{"mark":"bar"}}},
             {"op":"block","order":"a5","block":{"id":"r","type":"request","source":"company","sql":"SELECT 1"}},
             {"op":"block","order":"a5","block":{"id":"f","type":"form","fields":["later"],"action":{"op":"add","label":"Add"}}},
             {"op":"block","order":"a5","block":{"id":"g","type":"form","action":{"op":"add","label":"Add"}}},
             {"op":"block","order":"a5","block":{"id":"l","type":"list"}},
             {"op":"field","field":{"id":"later","name":"Later","type":"text"}}]
            """);

        Assert.Null(BlockBindings.Check(Assert.IsType<Folded.Changed>(ArtifactFold.Apply(Ops.State(), put, new(Ops.Alice, default, 2))).State, put));
    }

    [Fact]
    public async Task A_form_that_calls_a_tool_changes_what_its_person_confirmed_as_them_and_once()
    {
        var deal = await world.Company.DealOfBobAsync();
        var (id, hash) = await ToolAsync("carol", "bob");
        var (bob, token) = (await world.App.InBrowserAsync("bob"), await world.App.AsAsync("bob"));
        var act = $"api/artifacts/{id}/blocks/set/act";
        object Body(double amount, string? yes) => new { definitionHash = hash, callId = "c1", values = new { deal, amount }, argumentHash = yes };

        var card = (await bob.SendAsync("POST", act, Body(61, null))).Ok();
        Assert.Equal(HttpStatusCode.Forbidden, (await token.SendAsync("POST", act, Body(61, card.At("argumentHash")))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await bob.SendAsync("POST", act, Body(62, card.At("argumentHash")))).Status);
        Assert.Equal(HttpStatusCode.Conflict, (await bob.SendAsync("POST", act, new { definitionHash = new string('0', 64), callId = "c1", values = new { deal, amount = 61 } })).Status);
        var done = (await bob.SendAsync("POST", act, Body(61, card.At("argumentHash")))).Ok();
        var again = (await bob.SendAsync("POST", act, Body(61, card.At("argumentHash")))).Ok();

        Assert.Contains("61", card.GetProperty("card").GetRawText(), StringComparison.Ordinal);
        Assert.Contains("arol", card.GetProperty("card").GetProperty("textAuthors").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(("waiting", "succeeded", "succeeded"), (card.At("status"), done.At("status"), again.At("status")));
        Assert.Equal((true, false), (done.TryGetProperty("text", out _), again.TryGetProperty("text", out _)));
        Assert.Equal(61m, await world.Company.AmountAsync(deal));
    }

    [Fact]
    public async Task An_interrupted_call_is_unknown_when_it_is_confirmed_again_and_is_not_made_again()
    {
        var deal = await world.Company.DealOfBobAsync();
        var before = await world.Company.AmountAsync(deal);
        var (id, hash) = await ToolAsync("carol", "bob");
        var bob = await world.App.InBrowserAsync("bob");
        Task<Answer> ActAsync(string? yes) => bob.SendAsync("POST", $"api/artifacts/{id}/blocks/set/act", new { definitionHash = hash, callId = "c1", values = new { deal, amount = 63 }, argumentHash = yes });
        var card = (await ActAsync(null)).Ok();
        await BeginAsync("bob", $"{id}-set-c1", ActInArtifact.LongestCall + TimeSpan.FromSeconds(1));

        // The act may have changed the card, so its hash may differ.
        var changed = (await ActAsync(new string('0', 64))).Ok();
        var same = (await ActAsync(card.At("argumentHash"))).Ok();

        Assert.Equal(("unknown", "unknown"), (changed.At("status"), same.At("status")));
        Assert.Equal(before, await world.Company.AmountAsync(deal));
    }

    [Fact]
    public async Task A_call_that_may_still_run_elsewhere_keeps_its_own_outcome()
    {
        var deal = await world.Company.DealOfBobAsync();
        var (id, hash) = await ToolAsync("carol", "bob");
        var bob = await world.App.InBrowserAsync("bob");
        Task<Answer> ActAsync(string? yes) => bob.SendAsync("POST", $"api/artifacts/{id}/blocks/set/act", new { definitionHash = hash, callId = "c1", values = new { deal, amount = 64 }, argumentHash = yes });
        var card = (await ActAsync(null)).Ok();
        var (elsewhere, begun) = await BeginAsync("bob", $"{id}-set-c1");

        var running = await ActAsync(card.At("argumentHash"));
        var reopened = await ActAsync(null);
        await elsewhere.OutcomeAsync(begun with { Decision = AuditDecision.Succeeded }, default);
        var done = (await ActAsync(card.At("argumentHash"))).Ok();
        var asked = (await ActAsync(null)).Ok();

        Assert.Equal((HttpStatusCode.Conflict, running.Text), (reopened.Status, reopened.Text));
        Assert.Equal((HttpStatusCode.Conflict, true), (running.Status, running.Text.Contains("still-running", StringComparison.Ordinal)));
        Assert.Equal(("succeeded", "succeeded"), (done.At("status"), asked.At("status")));
        Assert.Equal((false, false), (done.TryGetProperty("text", out _), asked.TryGetProperty("text", out _)));
    }

    [Fact]
    public void No_call_runs_longer_than_a_repeated_one_waits()
    {
        using var host = JsonDocument.Parse(File.ReadAllText(Path.Combine(Clone.Root, "host.json")));

        Assert.Equal(host.RootElement.At("functionTimeout"), ActInArtifact.LongestCall.ToString("c", CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task Nobody_changes_by_a_button_what_they_could_not_change_themselves()
    {
        var deal = await world.Company.DealOfBobAsync();
        var before = await world.Company.AmountAsync(deal);
        var (id, hash) = await ToolAsync("bob", "dan");

        var asDan = await (await world.App.InBrowserAsync("dan")).SendAsync("POST", $"api/artifacts/{id}/blocks/set/act", new { definitionHash = hash, callId = "c1", values = new { deal, amount = 1 } });
        var misfit = await (await world.App.InBrowserAsync("bob")).SendAsync("POST", $"api/artifacts/{id}/blocks/set/act", new { definitionHash = hash, callId = "c2", values = new { deal, amount = "much" } });
        var unknown = await (await world.App.InBrowserAsync("bob")).SendAsync("POST", $"api/artifacts/{id}/blocks/set/act", new { definitionHash = hash, callId = "c3", values = new { nope = 1 } });

        Assert.NotEqual("succeeded", asDan.Ok().At("status"));
        Assert.NotEqual("waiting", asDan.Ok().At("status"));
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (misfit.Status, unknown.Status));
        Assert.Equal(before, await world.Company.AmountAsync(deal));
    }

    /// <summary>Records, as another instance, the intent of a call that has no outcome.</summary>
    private async Task<(AuditTrail Elsewhere, AuditEntry Begun)> BeginAsync(string person, string callId, TimeSpan ago = default)
    {
        var subject = await world.App.Services.GetRequiredService<PeopleStore>().FindAsync(world.App.SubjectOf(person), default);
        var time = new ManualTime();
        time.Advance(-ago);
        var elsewhere = ActivatorUtilities.CreateInstance<AuditTrail>(world.App.Services, time);
        var begun = new AuditEntry { CallId = callId, Subject = AuditPerson.Of(subject!), Act = Act.Human, Action = AuditAction.ToolCall, Decision = AuditDecision.Allowed, Resource = AuditResource.Of("company") };
        await elsewhere.IntentAsync(begun, default);
        return (elsewhere, begun);
    }

    /// <summary>In a thread of both, with the hash of its form.</summary>
    private async Task<(string Id, string Hash)> ToolAsync(string maker, string other)
    {
        var thread = await world.App.OpenThreadAsync(maker, other);
        var browser = await world.App.InBrowserAsync(maker);
        var id = (await browser.SendAsync("POST", "api/artifacts", new { kind = "tool", title = "Amounts", threadId = thread })).Ok().At("id")!;
        (await browser.SendAsync("POST", $"api/artifacts/{id}/ops", new { baseSeq = 1, opId = "define", ops = Ops.Json($"[{Fields},{Setting}]") })).Ok();
        var preview = (await browser.SendAsync("GET", $"api/artifacts/{id}/publish?threadId={thread}")).Ok();
        var published = (await browser.SendAsync("POST", $"api/artifacts/{id}/publish", new { threadId = thread, previewHash = preview.At("hash") })).Ok();
        return (id, published.GetProperty("definition").GetProperty("blocks").EnumerateArray().Single(static block => block.At("id") == "set").At("definitionHash")!);
    }
}
