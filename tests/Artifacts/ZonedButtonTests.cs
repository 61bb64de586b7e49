using System.Net;
using System.Text.Json;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Artifacts;

/// <summary>T40 for a button: the values of its item come from another zone than the source that it changes.</summary>
[Collection(PuppetThreats.Name)]
public sealed class ZonedButtonTests(PuppetWorld world)
{
    private const string Definition = """
        [{"op":"field","field":{"id":"deal","name":"Deal","type":"number"}},{"op":"field","field":{"id":"amount","name":"Amount","type":"number"}},
         {"op":"block","order":"a0","block":{"id":"set","type":"list","fields":["deal","amount"],"action":{"op":"call","label":"Set","tool":"change_data","arguments":{"source":"company","operation":"update","table":"deals","key":{"id":{"field":"deal"}},"values":{"amount":{"field":"amount"}}}}}}]
        """;

    [Fact]
    public async Task T40_a_button_with_values_of_another_zone_asks_for_sending_them_and_then_for_the_change()
    {
        await using var zoned = await world.StartZonedAsync();
        var deal = await world.Company.DealOfBobAsync();
        var before = await world.Company.AmountAsync(deal);
        var (bob, dan) = (await zoned.InBrowserAsync("bob"), await zoned.InBrowserAsync("dan"));
        var thread = await zoned.OpenThreadAsync("bob", "dan");
        var id = (await bob.SendAsync("POST", "api/artifacts", new { kind = "tool", title = "Amounts", threadId = thread })).Ok().At("id")!;
        (await bob.SendAsync("POST", $"api/artifacts/{id}/ops", new { baseSeq = 1, opId = "define", ops = Ops.Json(Definition) })).Ok();
        var question = PuppetWorld.Fresh("the sum of my expenses as an amount");
        world.Puppet.When(question).Reply(
            Sql.Query("expenses", Sql.Expenses),
            PuppetLine.Call("change_artifact", new { artifact = id, baseSeq = 2, ops = new[] { new { op = "add", item = "i1", values = new { deal, amount = 64 } } } }),
            PuppetLine.Say("done"));
        await zoned.AgreeAsync("bob", await zoned.SayAsync("bob", thread, question));
        var preview = (await bob.SendAsync("GET", $"api/artifacts/{id}/publish?threadId={thread}")).Ok();
        var published = (await bob.SendAsync("POST", $"api/artifacts/{id}/publish", new { threadId = thread, previewHash = preview.At("hash") })).Ok();
        var definitionHash = published.GetProperty("definition").GetProperty("blocks").EnumerateArray().Single(static block => block.At("id") == "set").At("definitionHash");
        Task<Answer> ActAsync(HttpClient person, string? argumentHash = null, string? agreedToSend = null) =>
            person.SendAsync("POST", $"api/artifacts/{id}/blocks/set/act", new { definitionHash, callId = "c1", item = "i1", argumentHash, agreedToSend });

        async Task<JsonElement[]> ConfirmationsAsync() =>
            [.. (await zoned.AuditAsync("bob", $"thread={thread}")).Where(static row => row.At("action") == "confirmation" && row.At("resource", "source") == "company")];

        var sending = (await ActAsync(bob)).Ok();
        var assumed = (await ActAsync(bob, agreedToSend: sending.At("card", "digest"))).Ok();
        var unconfirmed = await ConfirmationsAsync();
        var change = (await ActAsync(bob, sending.At("argumentHash"))).Ok();
        var confirmed = await ConfirmationsAsync();
        var unsent = await ActAsync(bob, change.At("argumentHash"));
        var guessed = await ActAsync(bob, change.At("argumentHash"), new string('0', 64));
        var untouched = await world.Company.AmountAsync(deal);
        var done = (await ActAsync(bob, change.At("argumentHash"), change.At("agreedToSend"))).Ok();
        var again = (await ActAsync(bob, change.At("argumentHash"), change.At("agreedToSend"))).Ok();
        var asDan = await ActAsync(dan);

        Assert.Equal(("waiting", "true", "Send this to another source"), (sending.At("status"), sending.At("sends"), sending.At("card", "title")));
        Assert.Contains("expenses, read as you", sending.GetProperty("card").GetRawText(), StringComparison.Ordinal);
        Assert.Equal((sending.At("argumentHash"), "true"), (assumed.At("argumentHash"), assumed.At("sends")));
        Assert.Empty(unconfirmed);
        Assert.Equal("allowed", Assert.Single(confirmed).At("decision"));
        Assert.Equal(("waiting", null, "Change a row"), (change.At("status"), change.At("sends"), change.At("card", "title")));
        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict, before), (unsent.Status, guessed.Status, untouched));
        Assert.Equal(("succeeded", "succeeded", 64m), (done.At("status"), again.At("status"), await world.Company.AmountAsync(deal)));
        Assert.Equal(HttpStatusCode.BadRequest, asDan.Status);
        Assert.Contains("locked", asDan.Text, StringComparison.Ordinal);
    }
}
