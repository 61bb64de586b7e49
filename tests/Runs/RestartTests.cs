using System.Collections.Immutable;
using Onbehalf.Automations;
using Onbehalf.Demo;
using Onbehalf.Ids;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Runs;

/// <summary>A run outlives the app that started it: what it waits for is still the same afterwards, and what was done is not done again.</summary>
[Collection(PuppetRuns.Name)]
public sealed class RestartTests(PuppetWorld world)
{
    [Fact]
    public async Task T41_a_waiting_run_survives_a_restart_and_is_done_once_when_its_author_says_yes()
    {
        var settings = SameApp();
        var (first, second) = (await world.Company.DealOfBobAsync(), await world.Company.DealOfBobAsync());
        var question = PuppetWorld.Fresh("restart");
        world.Puppet.When(question).Reply(Sql.SetAmount(first, 4741m), Sql.SetAmount(second, 4742m), PuppetLine.Say("done"));
        RunId run;
        Card card;
        await using (var before = await InProcessApp.StartAsync(settings))
        {
            run = await before.WakeAsync(await before.AgreedAsync("bob", question, ["change_data"], ToAmount(first)));
            card = await before.CardOfRunAsync("bob", run);
        }

        // The consented change was made before the restart. Somebody reverts it, and it stays reverted.
        Assert.Equal(4741m, await world.Company.AmountAsync(first));
        await world.Company.AskAsync($"UPDATE company.deals SET amount = 1 WHERE id = {first}");
        await using var after = await InProcessApp.StartAsync(settings);
        var same = await after.CardOfRunAsync("bob", run);
        await (await after.InBrowserAsync("bob")).DecideAsync(same);
        var ended = await after.EndOfRunAsync("bob", run);

        Assert.Equal(card.Hash, same.Hash);
        Assert.Equal(["succeeded", "succeeded"], ended.Steps().Select(static step => step.At("status")));
        Assert.Equal((1m, 4742m), (await world.Company.AmountAsync(first), await world.Company.AmountAsync(second)));
        Assert.Equal(2, (await after.MessagesAsync("bob", ended.At("threadId")!)).Length);
    }

    [Fact]
    public async Task A_run_whose_author_nobody_can_ask_about_tries_again_then_parks_and_goes_on_when_somebody_can()
    {
        var settings = SameApp();
        var question = PuppetWorld.Fresh("no directory");
        world.Puppet.When(question).Always(PuppetLine.Say("done"));
        var sidecars = await LocalSidecars.StartAsync();
        var deaf = new Dictionary<string, string>(settings)
        {
            ["ONBEHALF_ISSUERS"] = DemoSettings.Issuers(sidecars).Replace(sidecars.ScimUrl, "http://127.0.0.1:1/scim/v2", StringComparison.Ordinal),
            ["ONBEHALF_RUN_RETRIES"] = "2",
            ["ONBEHALF_RUN_RETRY_SECONDS"] = "2",
        };
        RunId run;
        await using (var app = await InProcessApp.StartAsync(deaf))
        {
            run = await app.WakeAsync(await app.AgreedAsync(await world.App.PersonAsync("bob"), question, []));
            var parked = await app.ParkedAsync(run);

            Assert.Equal(("directory-unavailable", null), (parked.Reason, parked.Message));
            // Pauses of 2 and 4 seconds; the engine's timers are queue messages and may fire up to a second early.
            Assert.True(parked.ParkedAt - parked.StartedAt >= TimeSpan.FromSeconds(4));
            Assert.DoesNotContain(world.Puppet.Requests, request => request.LastUserText.Contains(question, StringComparison.Ordinal));
        }

        await using var hearing = await InProcessApp.StartAsync(settings);
        await hearing.SweepAsync();
        Assert.Equal("completed", (await hearing.EndOfRunAsync("bob", run)).At("status"));
    }

    [Fact]
    public async Task A_resting_run_survives_a_restart_and_goes_on_once()
    {
        var settings = SameApp();
        var question = PuppetWorld.Fresh("rests through");
        world.Puppet.When(question).Reply(PuppetLine.Call("run_later", new { inMinutes = 60 }), PuppetLine.Say("first look")).Always(PuppetLine.Say("second look"));
        RunId run;
        await using (var before = await InProcessApp.StartAsync(settings))
        {
            run = await before.WakeAsync(await before.AgreedAsync("bob", question, ["run_later"]));
            await before.RestingAsync("bob", run);
        }

        await using var after = await InProcessApp.StartAsync(settings);
        await after.RestingAsync("bob", run);
        await after.ItIsTimeAsync(run);
        var ended = await after.EndOfRunAsync("bob", run);

        Assert.Equal([question, "first look", question, "second look"], (await after.MessagesAsync("bob", ended.At("threadId")!)).Select(static message => message.At("text")));
    }

    private static StandingConsent ToAmount(int deal)
    {
        string[] columns = ["id", "title", "customer_id", "region", "owner", "amount", "stage", "created_on", "closed_on"];
        var fields = columns.ToImmutableSortedDictionary(static name => name, static _ => "{*}").SetItem("id", deal.ToString(System.Globalization.CultureInfo.InvariantCulture));
        return new("amount", "change_data", "company: company.deals", fields, ["company"], "whoever may read deals; made as Bob", 5, DateTimeOffset.UtcNow.AddDays(1));
    }

    private Dictionary<string, string> SameApp()
    {
        var prefix = Azurite.FreshPrefix();
        return PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_TABLE_PREFIX", prefix), ("ONBEHALF_TASK_HUB", $"hub{prefix}"));
    }
}
