using System.Net;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Settings;

/// <summary>Display settings are private and the same wherever the person signs in.</summary>
[Collection(PuppetEvidence.Name)]
public sealed class SettingsTests(PuppetWorld world)
{
    [Fact]
    public async Task What_one_chose_is_there_in_another_browser_and_nobody_elses()
    {
        var (here, elsewhere, other) = (await world.App.InBrowserAsync("frank"), await world.App.InBrowserAsync("frank"), await world.App.AsAsync("erin"));

        (await here.SendAsync("PATCH", "api/me/settings", new { timeZone = "Europe/Berlin", theme = "dark" })).Ok();
        (await here.SendAsync("PATCH", "api/me/settings", new { language = "de-DE", textLanguage = "de" })).Ok();
        var read = (await elsewhere.SendAsync("GET", "api/me/settings")).Ok();
        var atLoad = (await elsewhere.SendAsync("GET", "api/me")).Ok().GetProperty("settings");
        var given = (await here.SendAsync("PATCH", "api/me/settings", new { timeZone = "", language = "", theme = "", textLanguage = "" })).Ok();

        Assert.Equal(("Europe/Berlin", "de-DE", "dark", "de"), (read.At("timeZone"), read.At("language"), read.At("theme"), read.At("textLanguage")));
        Assert.Equal(read.GetRawText(), atLoad.GetRawText());
        Assert.Equal("{}", (await other.SendAsync("GET", "api/me/settings")).Text);
        Assert.Equal("{}", given.GetRawText());
    }

    [Theory]
    [InlineData("""{"timeZone":"Mars/Olympus"}""", "time-zone")]
    [InlineData("""{"timeZone":"../../etc/passwd"}""", "time-zone")]
    [InlineData("""{"language":"de_DE; DROP"}""", "language")]
    [InlineData("""{"language":"de-DE\n"}""", "language")]
    [InlineData("""{"textLanguage":"../de"}""", "text-language")]
    [InlineData("""{"theme":"<b>"}""", "theme")]
    public async Task A_value_that_cannot_be_is_refused_and_changes_nothing(string change, string slug)
    {
        var erin = await world.App.InBrowserAsync("erin");

        var refused = await erin.SendAsync("PATCH", "api/me/settings", change);

        Assert.Equal(HttpStatusCode.BadRequest, refused.Status);
        Assert.EndsWith($"/{slug}", refused.Json.At("type"), StringComparison.Ordinal);
        Assert.Equal("{}", (await erin.SendAsync("GET", "api/me/settings")).Text);
    }

    [Fact]
    public async Task A_time_said_by_a_client_without_a_clock_is_by_the_zone_of_the_settings()
    {
        var (dan, thread) = (await world.App.InBrowserAsync("dan"), await world.App.OpenThreadAsync("dan"));
        var question = PuppetWorld.Fresh("every day at 7:00 send me open tickets");
        world.Puppet.When(question).Reply(PuppetLine.Call("create_automation", new { title = "By my settings", prompt = "open tickets", trigger = new { kind = "schedule", words = "every day at 7:00" } }));
        (await dan.SendAsync("PATCH", "api/me/settings", new { timeZone = "Asia/Tokyo" })).Ok();

        var card = await world.App.CardAsync("dan", await world.App.SayAsync("dan", thread, question));
        (await dan.DecideAsync(card, approve: false)).Ok();
        (await dan.SendAsync("PATCH", "api/me/settings", new { timeZone = "" })).Ok();

        Assert.Contains("(Asia/Tokyo)", card.Shown.GetRawText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_asks_may_know_which_model_answers_and_where_requests_go()
    {
        var described = (await (await world.App.AsAsync("erin")).SendAsync("GET", "api/model")).Ok();

        Assert.Equal(("puppet", "127.0.0.1", false), (described.At("name"), described.At("host"), described.GetProperty("auditor").GetBoolean()));
        Assert.Equal(HttpStatusCode.Unauthorized, (await world.App.Anonymous().SendAsync("GET", "api/model")).Status);
    }
}
