using System.Net;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Threats;

/// <summary>When an automation runs: what its author writes or says is answered with the moments that it means, by the author's clock.</summary>
[Collection(PuppetRuns.Name)]
public sealed class AutomationTimeTests(PuppetWorld world)
{
    [Theory]
    [InlineData("""{"kind":"schedule","words":"tomorrow at noon","timeZone":"Europe/Berlin"}""", "once", 1)]
    [InlineData("""{"kind":"once","words":"in 2 hours"}""", "once", 1)]
    [InlineData("""{"kind":"once","at":"2099-01-01T09:00:00+01:00"}""", null, 0)]
    [InlineData("""{"kind":"once","words":"every Monday at 8:00"}""", null, 0)]
    [InlineData("""{"kind":"rule","words":"tomorrow at noon","source":"company","sql":"select 1","condition":{"kind":"changes"}}""", null, 0)]
    [InlineData("""{"kind":"schedule","words":"every other Friday at 9"}""", "schedule", 5)]
    [InlineData("""{"kind":"schedule","cron":"0 9 * * 7"}""", "schedule", 5)]
    [InlineData("""{"kind":"schedule","cron":"0 9 * * 5","cycle":{"unit":"week","length":0,"from":"2026-11-06"}}""", null, 0)]
    public async Task A_time_is_answered_with_its_kind_and_its_next_times(string trigger, string? kind, int times)
    {
        var alice = await world.App.InBrowserAsync("alice");

        var made = await alice.SendAsync("POST", "api/automations", $$"""{"title":"x","prompt":"x","trigger":{{trigger}}}""");

        if (kind is null)
        {
            Assert.EndsWith("/schedule", made.Json.At("type"), StringComparison.Ordinal);
            return;
        }

        var agreed = (await alice.SendAsync("POST", $"api/automations/{made.Ok().At("id")}/agree", new { contentHash = made.Ok().At("contentHash") })).Ok();
        Assert.Equal((kind, "active"), (agreed.At("trigger", "kind"), agreed.At("state")));
        Assert.Equal(times, agreed.GetProperty("trigger").GetProperty("next").GetArrayLength());
        Assert.Equal(agreed.GetProperty("nextDue").GetDateTimeOffset(), agreed.GetProperty("trigger").GetProperty("next")[0].GetDateTimeOffset());
        await alice.SendAsync("DELETE", $"api/automations/{made.Ok().At("id")}");
    }

    [Theory]
    [InlineData("tomorrow at noon Berlin time", "once", "Europe/Berlin", 1)]
    [InlineData("0 0 9 * * 1-5", "schedule", "Asia/Tokyo", 5)]
    [InlineData("@daily", "schedule", "Asia/Tokyo", 5)]
    [InlineData("every other Friday at 9", "schedule", "Asia/Tokyo", 5)]
    public async Task Words_are_explained_with_the_next_five_times(string text, string kind, string zone, int times)
    {
        var found = (await (await world.App.AsAsync("alice")).SendAsync("GET", $"api/automations/words?text={Uri.EscapeDataString(text)}&timeZone=Asia/Tokyo")).Ok();

        Assert.Equal((kind, zone), (found.At("kind"), found.At("timeZone")));
        Assert.Equal(times, found.GetProperty("next").GetArrayLength());
    }

    [Theory]
    [InlineData("*/90 * * * *", "steps restart every hour")]
    [InlineData("0 9 * *", "five fields")]
    [InlineData("every Monday", "At what time?")]
    [InlineData("every Monday at 9 Gotham time", "Gotham")]
    public async Task A_time_that_is_none_is_refused_with_the_true_reason(string text, string reason) => Assert.Contains(
        reason, (await (await world.App.AsAsync("alice")).SendAsync("GET", $"api/automations/words?text={Uri.EscapeDataString(text)}")).Json.At("detail"), StringComparison.Ordinal);

    [Fact]
    public async Task A_time_said_in_a_thread_is_by_the_clock_of_its_speaker_and_the_card_says_so()
    {
        var (alice, thread) = (await world.App.AsAsync("alice"), await world.App.OpenThreadAsync("alice", "bob"));
        var question = PuppetWorld.Fresh("every day at 7:00 send me open deals");
        world.Puppet.When(question).Reply(PuppetLine.Call("create_automation", new { title = "By my clock", prompt = "open deals", trigger = new { kind = "schedule", words = "every day at 7:00" } }));

        var nowhere = await alice.SendAsync("POST", $"api/threads/{thread}/messages", new { text = question, timeZone = "Mars/Olympus" });
        var said = (await alice.SendAsync("POST", $"api/threads/{thread}/messages", new { text = question, timeZone = "America/New_York" })).Ok();
        var card = await world.App.CardAsync("alice", said.At("turnId")!);
        var read = await (await world.App.AsAsync("bob")).SendAsync("GET", $"api/threads/{thread}/messages");
        (await (await world.App.InBrowserAsync("alice")).DecideAsync(card, approve: false)).Ok();

        Assert.Equal(HttpStatusCode.BadRequest, nowhere.Status);
        Assert.Contains("time-zone", nowhere.Json.At("type"), StringComparison.Ordinal);
        Assert.Contains("(America/New_York)", card.Shown.GetRawText(), StringComparison.Ordinal);
        Assert.DoesNotContain("New_York", read.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_are_read_as_a_schedule_with_its_next_times()
    {
        var alice = await world.App.AsAsync("alice");

        var read = (await alice.SendAsync("GET", "api/automations/words?text=every+Monday+at+8&timeZone=Europe/Berlin")).Ok();
        var unread = await alice.SendAsync("GET", "api/automations/words?text=now+and+then");

        Assert.Equal(("0 8 * * 1", "every Monday at 8:00"), (read.At("cron"), read.At("words")));
        Assert.Equal(5, read.GetProperty("next").GetArrayLength());
        Assert.Equal(HttpStatusCode.BadRequest, unread.Status);
        Assert.Contains("every weekday at 18:30", unread.Json.At("detail"), StringComparison.Ordinal);
    }
}
