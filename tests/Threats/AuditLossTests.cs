using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Threats;

/// <summary>T25 and law 7: an act that cannot be recorded does not happen.</summary>
[Collection(PuppetThreats.Name)]
public sealed class AuditLossTests(PuppetWorld world)
{
    [Fact]
    public async Task T25_without_the_audit_store_nothing_is_read_and_the_turn_says_that_it_failed()
    {
        await using var store = await CuttableStore.OpenAsync();
        await using var app = await InProcessApp.StartAsync(PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_AUDIT_TABLES", store.ConnectionString)));
        var thread = await app.OpenThreadAsync("bob");
        var question = PuppetWorld.Fresh("deals");
        world.Puppet.When(question).Always(static request => request.ToolResults is [.., var result] ? PuppetLine.Say(result) : Sql.Company(Sql.Deals));

        store.Cut();
        var lost = await app.AskAsync("bob", thread, question);
        var asked = world.Puppet.Requests.Where(request => request.LastUserText.Contains(question, StringComparison.Ordinal)).ToArray();
        store.Mend();
        var found = await app.AskAsync("bob", thread, question);

        Assert.Equal("failed", lost.At("status"));
        Assert.DoesNotContain("1762", lost.GetRawText(), StringComparison.Ordinal);
        Assert.All(asked, static request => Assert.Empty(request.ToolResults));
        Assert.Contains("1762", found.At("reply", "text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task T25_a_change_that_cannot_be_put_on_record_is_not_made()
    {
        await using var store = await CuttableStore.OpenAsync();
        await using var app = await InProcessApp.StartAsync(PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_AUDIT_TABLES", store.ConnectionString)));
        var deal = await world.Company.DealOfBobAsync();
        var before = await world.Company.AmountAsync(deal);
        var question = PuppetWorld.Fresh("change");
        world.Puppet.When(question).Reply(Sql.SetAmount(deal, 4712m), PuppetLine.Say("done"));
        var card = await app.CardAsync("bob", await app.SayAsync("bob", await app.OpenThreadAsync("bob"), question));
        var browser = await app.InBrowserAsync("bob");

        store.Cut();
        var refused = await browser.DecideAsync(card);
        await Task.Delay(500);
        var kept = await world.Company.AmountAsync(deal);
        store.Mend();
        var decided = await browser.DecideAsync(card);
        var turn = await app.EndOfAsync("bob", card.Turn);

        Assert.True((int)refused.Status >= 500, refused.Text);
        Assert.Equal(before, kept);
        Assert.Equal(200, (int)decided.Status);
        Assert.Equal("succeeded", turn.Steps().Single().At("status"));
        Assert.Equal(4712m, await world.Company.AmountAsync(deal));
    }
}
