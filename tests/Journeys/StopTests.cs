using System.Net;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Onbehalf.Tests.Fixtures.PuppetModel;

namespace Onbehalf.Tests.Journeys;

[Collection(PuppetJourneys.Name)]
public sealed class StopTests(PuppetWorld world)
{
    [Fact]
    public async Task A_turn_is_stopped_by_its_speaker_and_by_nobody_else()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var question = PuppetWorld.Fresh("slow");
        world.Puppet.When(question).Always(PuppetLine.Say("too late").After(TimeSpan.FromSeconds(4)));
        var turn = await world.App.SayAsync("alice", thread, question);
        await world.App.TurnAsync("alice", turn, static found => found.At("status") == "running");

        var byBob = await (await world.App.AsAsync("bob")).SendAsync("POST", $"api/turns/{turn}/stop");
        var running = await (await world.App.AsAsync("bob")).SendAsync("GET", $"api/turns/{turn}");
        var byAlice = await (await world.App.AsAsync("alice")).SendAsync("POST", $"api/turns/{turn}/stop");
        var ended = await world.App.EndOfAsync("alice", turn);
        await Task.Delay(TimeSpan.FromSeconds(4));

        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Accepted), (byBob.Status, byAlice.Status));
        Assert.Equal("running", running.Json.At("status"));
        Assert.Equal("stopped", ended.At("status"));
        var reply = (await world.App.MessagesAsync("alice", thread)).Single(static message => message.At("from") == "agent");
        Assert.DoesNotContain("too late", reply.GetRawText(), StringComparison.Ordinal);
        Assert.Empty(await PassingRowsAsync(turn));
    }

    [Fact]
    public async Task What_a_read_still_brings_after_its_turn_was_stopped_is_kept_nowhere()
    {
        var question = PuppetWorld.Fresh("slow read");
        world.Puppet.When(question).Always(Sql.Company("SELECT count(*) FROM deals a, deals b, deals c WHERE a.amount + b.amount + c.amount < 0"));
        var thread = await world.App.OpenThreadAsync("bob");
        var turn = await world.App.SayAsync("bob", thread, question);
        for (var waited = 0; waited < 200 && (await world.App.AuditAsync("bob", $"thread={thread}")).Length == 0; waited++)
            await Task.Delay(20);

        await (await world.App.AsAsync("bob")).SendAsync("POST", $"api/turns/{turn}/stop");
        await world.App.EndOfAsync("bob", turn);
        for (var waited = 0; waited < 300 && (await world.App.AuditAsync("bob", $"thread={thread}")).Length < 2; waited++)
            await Task.Delay(20);

        Assert.Equal(2, (await world.App.AuditAsync("bob", $"thread={thread}")).Length);
        Assert.Empty(await PassingRowsAsync(turn));
    }

    [Fact]
    public async Task A_turn_that_is_stopped_while_it_reads_asks_the_model_nothing_further()
    {
        var question = PuppetWorld.Fresh("slow read, no more");
        world.Puppet.When(question).Always(Sql.Company("SELECT count(*) FROM deals a, deals b, deals c WHERE a.amount + b.amount + c.amount < 0"));
        var thread = await world.App.OpenThreadAsync("bob");
        var turn = await world.App.SayAsync("bob", thread, question);
        for (var waited = 0; waited < 200 && (await world.App.AuditAsync("bob", $"thread={thread}")).Length == 0; waited++)
            await Task.Delay(20);

        await (await world.App.AsAsync("bob")).SendAsync("POST", $"api/turns/{turn}/stop");
        await world.App.EndOfAsync("bob", turn);
        for (var waited = 0; waited < 300 && (await world.App.AuditAsync("bob", $"thread={thread}")).Length < 2; waited++)
            await Task.Delay(20);
        await Task.Delay(500);

        Assert.Equal(1, world.Puppet.Requests.Count(request => request.LastUserText.Contains(question, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task An_answer_that_comes_after_the_stop_changes_neither_the_reply_nor_the_turn()
    {
        var thread = await world.App.OpenThreadAsync("bob");
        var question = PuppetWorld.Fresh("late answer");
        world.Puppet.When(question).Always(PuppetLine.Say("too late").After(TimeSpan.FromSeconds(2)));
        var turn = await world.App.SayAsync("bob", thread, question);
        await world.App.TurnAsync("bob", turn, static found => found.At("status") == "running");

        await (await world.App.AsAsync("bob")).SendAsync("POST", $"api/turns/{turn}/stop");
        await world.App.EndOfAsync("bob", turn);
        await Task.Delay(TimeSpan.FromSeconds(3));
        var later = await world.App.EndOfAsync("bob", turn);

        Assert.Equal("stopped", later.At("status"));
        Assert.Equal(2, (await world.App.MessagesAsync("bob", thread)).Length);
        Assert.Empty(await PassingRowsAsync(turn));
    }

    [Fact]
    public async Task A_turn_that_waits_for_a_confirmation_can_be_stopped_and_then_no_yes_counts()
    {
        var deal = await world.Company.DealOfBobAsync();
        var before = await world.Company.AmountAsync(deal);
        var question = PuppetWorld.Fresh("change and stop");
        world.Puppet.When(question).Reply(Sql.SetAmount(deal, 1m), PuppetLine.Say("done"));
        var turn = await world.App.SayAsync("bob", await world.App.OpenThreadAsync("bob"), question);
        var card = await world.App.CardAsync("bob", turn);
        var browser = await world.App.InBrowserAsync("bob");

        await browser.SendAsync("POST", $"api/turns/{turn}/stop", new { });
        var ended = await world.App.EndOfAsync("bob", turn);
        var late = await browser.DecideAsync(card);
        await Task.Delay(500);

        Assert.Equal("stopped", ended.At("status"));
        Assert.NotEqual(HttpStatusCode.OK, late.Status);
        Assert.Equal(before, await world.Company.AmountAsync(deal));
    }

    [Fact]
    public async Task Stopping_a_turn_that_has_ended_changes_nothing()
    {
        var thread = await world.App.OpenThreadAsync("bob");
        var question = PuppetWorld.Fresh("quick");
        world.Puppet.When(question).Always(PuppetLine.Say("answered"));
        var turn = await world.App.AskAsync("bob", thread, question);

        await (await world.App.AsAsync("bob")).SendAsync("POST", $"api/turns/{turn.At("id")}/stop");
        await Task.Delay(200);

        Assert.Equal("completed", (await world.App.EndOfAsync("bob", turn.At("id")!)).At("status"));
        Assert.Equal(2, (await world.App.MessagesAsync("bob", thread)).Length);
    }

    /// <summary>Returns the remaining rows of a turn besides its steps and itself.</summary>
    private async Task<string[]> PassingRowsAsync(string turn)
    {
        var rows = new List<string>();
        await foreach (var row in world.App.Services.GetRequiredService<Storage.Tables>().Turns.QueryAsync<TableEntity>(TableClient.CreateQueryFilter($"PartitionKey eq {turn} and RowKey lt 's-'")))
            rows.Add(row.RowKey);
        return [.. rows];
    }
}
