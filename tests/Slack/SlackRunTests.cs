using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Onbehalf.Automations.Runs;
using Onbehalf.Channels.Slack.Linking;
using Onbehalf.Channels.Slack.Threads;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using Onbehalf.Threads;
using Onbehalf.Visibility;

namespace Onbehalf.Tests.Slack;

[Collection(SlackJourneys.Name)]
public sealed class SlackRunTests(SlackWorld world)
{
    [Fact]
    public async Task The_result_of_a_run_is_in_its_authors_direct_messages_once_if_they_chose_so()
    {
        var (bob, mallory) = (world.Person("bob"), world.Person("mallory"));
        await world.LinkAsync(bob, "bob");
        var (chosen, silent) = (PuppetWorld.Fresh("how many deals"), PuppetWorld.Fresh("how many"));
        world.Puppet.When(chosen).Always(static request => request.ToolResults is [] ? Sql.Company(Sql.Deals) : PuppetLine.Say("There are ruddy-1."));
        world.Puppet.When(silent).Always(static _ => PuppetLine.Say("There are ruddy-2."));
        world.Slack.Fails("chat.postMessage", new FakeFailure.TooMany("1"));

        var (quiet, _) = await RunAsync(silent, slack: false);
        var (id, run) = await RunAsync(chosen, slack: true);
        await world.SeesAsync(bob, "ruddy-1");
        await world.SeesAsync(bob, $"/runs/{run}");
        await Waiting.UntilAsync(async () => (await BodyAsync(quiet)).TryGetProperty("lastRun", out var last) && last.At("status") == "completed");

        var result = Assert.Single(world.Slack.SeenBy(bob), static one => one.Shown.Contains("ruddy-1", StringComparison.Ordinal));
        Assert.StartsWith("D", result.Channel, StringComparison.Ordinal);
        Assert.Contains($"*{chosen}*", result.Shown, StringComparison.Ordinal);
        Assert.True((await BodyAsync(id)).GetProperty("slack").GetBoolean());
        Assert.False((await BodyAsync(quiet)).TryGetProperty("slack", out _));
        Assert.DoesNotContain("ruddy-2", world.Slack.ScreenOf(bob), StringComparison.Ordinal);
        Assert.DoesNotContain("ruddy-1", world.Slack.ScreenOf(mallory), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_of_an_earlier_version_without_an_origin_gets_results_with_the_configured_one()
    {
        var bob = world.Person("bob");
        await world.LinkAsync(bob, "bob", static link => link with { Origin = null });
        var prompt = PuppetWorld.Fresh("how many");
        world.Puppet.When(prompt).Always(static _ => PuppetLine.Say("There are ruddy-3."));
        var (id, run) = await RunAsync(prompt, slack: true);
        await Waiting.UntilAsync(async () => (await BodyAsync(id)).TryGetProperty("lastRun", out var last) && last.At("status") == "completed");

        await Deliver(null).DeliverAsync(world.Team, RunId.Parse(run), default);
        var without = world.Slack.ScreenOf(bob);
        await Deliver("https://onbehalf.example").DeliverAsync(world.Team, RunId.Parse(run), default);

        Assert.DoesNotContain("ruddy-3", without, StringComparison.Ordinal);
        Assert.Contains("ruddy-3", world.Slack.ScreenOf(bob), StringComparison.Ordinal);
        Assert.Contains($"https://onbehalf.example/runs/{run}", world.Slack.ScreenOf(bob), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_person_who_is_not_linked_cannot_choose_Slack_and_a_choice_is_taken_back()
    {
        await world.UnlinkAsync("frank");
        var frank = await world.App.InBrowserAsync("frank");
        object Wanted(bool slack) => new { title = "x", prompt = "x", trigger = new { kind = "schedule", words = "daily at 7am" }, slack };

        var refused = await frank.SendAsync("POST", "api/automations", Wanted(slack: true));
        var made = (await frank.SendAsync("POST", "api/automations", Wanted(slack: false))).Ok();
        var changed = await frank.SendAsync("PATCH", $"api/automations/{made.At("id")}", new { slack = true });
        await world.LinkAsync(world.Person("frank"), "frank");
        var on = (await frank.SendAsync("PATCH", $"api/automations/{made.At("id")}", new { slack = true })).Ok();
        var kept = (await frank.SendAsync("PATCH", $"api/automations/{made.At("id")}", new { title = "y" })).Ok();
        var off = (await frank.SendAsync("PATCH", $"api/automations/{made.At("id")}", new { slack = false })).Ok();
        await frank.SendAsync("DELETE", $"api/automations/{made.At("id")}");

        Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict), (refused.Status, changed.Status));
        Assert.Equal((true, true, false), (IsForSlack(on), IsForSlack(kept), IsForSlack(off)));
        Assert.Equal(made.At("contentHash"), on.At("contentHash"));
    }

    private SlackRunDelivery Deliver(string? origin) => new(
        world.Of<SlackClient>(), world.Of<SlackPosts>(), world.Of<SlackPeople>(), world.Of<SlackLinks>(), world.Of<RunStore>(), world.Of<MessageStore>(), world.Of<AnswerVisibility>(),
        world.Of<Authorities>(), new PublicOrigin(new ConfigurationBuilder().AddInMemoryCollection([new("ONBEHALF_ORIGIN", origin)]).Build()));

    private static bool IsForSlack(JsonElement automation) => automation.TryGetProperty("slack", out var slack) && slack.GetBoolean();

    private async Task<JsonElement> BodyAsync(string id) => (await (await world.App.AsAsync("bob")).SendAsync("GET", $"api/automations/{id}")).Ok();

    private async Task<(string Id, string Run)> RunAsync(string prompt, bool slack)
    {
        var bob = await world.App.InBrowserAsync("bob");
        var made = (await bob.SendAsync("POST", "api/automations", new { title = prompt, prompt, trigger = new { kind = "schedule", words = "daily at 7am" }, slack })).Ok();
        (await bob.SendAsync("POST", $"api/automations/{made.At("id")}/agree", new { contentHash = made.At("contentHash") })).Ok();
        return (made.At("id")!, (await bob.SendAsync("POST", $"api/automations/{made.At("id")}/run")).Ok().At("runId")!);
    }
}
