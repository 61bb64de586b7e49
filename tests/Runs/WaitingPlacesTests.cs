using System.Net;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Runs;

/// <summary>A confirmation that is pending for days does not block the person's other work.</summary>
[Collection(PuppetRuns.Name)]
public sealed class WaitingPlacesTests(PuppetWorld world)
{
    [Fact]
    public async Task Turns_that_wait_for_a_yes_hold_no_place_and_all_go_on_when_it_comes()
    {
        await using var app = await InProcessApp.StartAsync(PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_MAX_RUNNING_TURNS", "1")));
        var (asks, plain) = (PuppetWorld.Fresh("asks"), PuppetWorld.Fresh("plain"));
        world.Puppet.When(asks).Always(static request => request.ToolResults.Length == 0 ? Remember() : PuppetLine.Say("done"));
        world.Puppet.When(plain).Always(PuppetLine.Say("here"));
        var cards = new List<Card>();
        for (var i = 0; i < 3; i++)
            cards.Add(await app.CardAsync("bob", await app.SayAsync("bob", await app.OpenThreadAsync("bob"), asks)));

        var between = await app.AskAsync("bob", await app.OpenThreadAsync("bob"), plain);
        var browser = await app.InBrowserAsync("bob");
        foreach (var card in cards)
            Assert.Equal(HttpStatusCode.OK, (await browser.DecideAsync(card)).Status);
        var ended = await Task.WhenAll(cards.Select(card => app.EndOfAsync("bob", card.Turn)));

        Assert.Equal("completed", between.At("status"));
        Assert.All(ended, static turn => Assert.Equal(("completed", "succeeded"), (turn.At("status"), turn.Steps().Single().At("status"))));
    }

    [Fact]
    public async Task Runs_that_wait_for_their_author_hold_no_place_and_all_go_on_when_the_yes_comes()
    {
        await using var app = await InProcessApp.StartAsync(PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_MAX_RUNNING_RUNS", "1")));
        var (asks, plain) = (PuppetWorld.Fresh("run asks"), PuppetWorld.Fresh("run plain"));
        world.Puppet.When(asks).Always(static request => request.ToolResults.Length == 0 ? Remember() : PuppetLine.Say("done"));
        world.Puppet.When(plain).Always(PuppetLine.Say("here"));
        var (waiting, other) = (await app.AgreedAsync("bob", asks, ["remember"]), await app.AgreedAsync("bob", plain, []));
        var runs = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => app.WakeAsync(waiting)));
        var cards = await Task.WhenAll(runs.Select(run => app.CardOfRunAsync("bob", run)));

        var between = await app.EndOfRunAsync("bob", await app.WakeAsync(other));
        var browser = await app.InBrowserAsync("bob");
        foreach (var card in cards)
            Assert.Equal(HttpStatusCode.OK, (await browser.DecideAsync(card)).Status);
        var ended = await Task.WhenAll(runs.Select(run => app.EndOfRunAsync("bob", run)));

        Assert.Equal("completed", between.At("status"));
        Assert.All(ended, static run => Assert.Equal(("completed", "succeeded"), (run.At("status"), run.Steps().Single().At("status"))));
    }

    private static PuppetLine Remember() => PuppetLine.Call("remember", new { text = "Cards may wait." });
}
