using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Threats;

/// <summary>The table store is gone for a while: a clear problem for who asks now, and a turn that was running still ends once.</summary>
[Collection(PuppetThreats.Name)]
public sealed class StoreLossTests(PuppetWorld world)
{
    [Fact]
    public async Task While_the_store_is_away_callers_get_a_problem_and_afterwards_a_retry_says_it_once()
    {
        await using var store = await CuttableStore.OpenAsync();
        await using var app = await InProcessApp.StartAsync(PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_TABLES", store.ConnectionString)));
        var (thread, bob) = (await app.OpenThreadAsync("bob"), await app.AsAsync("bob"));
        var question = PuppetWorld.Fresh("hello");
        world.Puppet.When(question).Always(PuppetLine.Say("hello Bob"));

        store.Cut();
        var said = await bob.SendAsync("POST", $"api/threads/{thread}/messages", new { text = question, clientId = "tab-1" });
        var read = await bob.SendAsync("GET", $"api/threads/{thread}/messages");
        store.Mend();
        var turn = await app.EndOfAsync("bob", await app.SayAsync("bob", thread, question, "tab-1"));

        Assert.All([said, read], static answer =>
        {
            Assert.InRange((int)answer.Status, 500, 503);
            Assert.Contains("application/problem+json", answer.Headers, StringComparison.Ordinal);
            Assert.DoesNotContain("Azure", answer.Text, StringComparison.OrdinalIgnoreCase);
        });
        Assert.Equal("hello Bob", turn.At("reply", "text"));
        Assert.Equal(2, (await app.MessagesAsync("bob", thread)).Length);
    }

    [Fact]
    public async Task While_the_store_is_full_callers_learn_what_to_do_and_what_was_accepted_before_is_kept()
    {
        await using var store = await CuttableStore.OpenAsync();
        await using var app = await InProcessApp.StartAsync(PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_TABLES", store.ConnectionString)));
        var (thread, bob) = (await app.OpenThreadAsync("bob"), await app.AsAsync("bob"));
        var question = PuppetWorld.Fresh("hello");
        world.Puppet.When(question).Always(PuppetLine.Say("hello Bob"));
        await app.AskAsync("bob", thread, question);

        store.Fill();
        var said = await bob.SendAsync("POST", $"api/threads/{thread}/messages", new { text = question, clientId = "tab-2" });
        var read = await bob.SendAsync("GET", $"api/threads/{thread}/messages");
        store.Mend();
        await app.EndOfAsync("bob", await app.SayAsync("bob", thread, question, "tab-2"));

        Assert.Equal(503, (int)said.Status);
        Assert.Contains("storage-unavailable", said.Text, StringComparison.Ordinal);
        Assert.Contains("Try again in a minute", said.Text, StringComparison.Ordinal);
        Assert.Equal(200, (int)read.Status);
        Assert.Contains("hello Bob", read.Text, StringComparison.Ordinal);
        Assert.Equal(4, (await app.MessagesAsync("bob", thread)).Length);
    }

    [Fact]
    public async Task A_turn_that_loses_the_store_for_a_moment_ends_exactly_once()
    {
        await using var store = await CuttableStore.OpenAsync();
        await using var app = await InProcessApp.StartAsync(PuppetWorld.Settings(world.Puppet, world.Company, ("ONBEHALF_TABLES", store.ConnectionString)));
        var thread = await app.OpenThreadAsync("bob");
        var question = PuppetWorld.Fresh("deals");
        world.Puppet.When(question).Reply(Sql.Company(Sql.Deals)).Always(static request => PuppetLine.Say(request.ToolResults[^1]).After(TimeSpan.FromSeconds(1)));
        var turn = await app.SayAsync("bob", thread, question);
        while (world.Puppet.Requests.Count(request => request.LastUserText.Contains(question, StringComparison.Ordinal)) < 2)
            await Task.Delay(10);

        store.Cut();
        await Task.Delay(TimeSpan.FromSeconds(2));
        store.Mend();
        var ended = await app.EndOfAsync("bob", turn);

        Assert.Equal("completed", ended.At("status"));
        Assert.Contains("1762", ended.At("reply", "text"), StringComparison.Ordinal);
        Assert.Equal(2, (await app.MessagesAsync("bob", thread)).Length);
        Assert.Equal(2, (await app.AuditAsync("bob", $"thread={thread}")).Length);
    }
}
