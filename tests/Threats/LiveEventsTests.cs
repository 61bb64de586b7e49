using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Threads;

namespace Onbehalf.Tests.Threats;

/// <summary>T38: a listener to a thread learns during and after another's turn who asks, and nothing of the answer.</summary>
[Collection(PuppetThreats.Name)]
public sealed class LiveEventsTests(PuppetWorld world)
{
    [Fact]
    public async Task T38_the_stream_of_another_member_holds_nothing_of_a_running_or_locked_answer()
    {
        const string Canary = "canary-of-stream-9043";
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var question = PuppetWorld.Fresh("salaries");
        world.Puppet.When(question).Reply(Sql.Company($"SELECT '{Canary}' AS canary, max(salary) FROM employees"), PuppetLine.Say($"{Canary} and more words to stream"));
        await using var forAlice = await ListenAsync("alice", thread);
        await using var forBob = await ListenAsync("bob", thread);

        await world.App.AskAsync("alice", thread, question);
        var (heardByAlice, heardByBob) = (await HeardAsync(forAlice), await HeardAsync(forBob));

        Assert.Contains(Canary, heardByAlice, StringComparison.Ordinal);
        Assert.Contains("query_data", heardByAlice, StringComparison.Ordinal);
        Assert.Contains(question, heardByBob, StringComparison.Ordinal);
        Assert.Contains("locked", heardByBob, StringComparison.Ordinal);
        foreach (var hidden in new[] { Canary, "query_data", "company", "salary", "step", "token" })
            Assert.DoesNotContain(hidden, heardByBob, StringComparison.Ordinal);
    }

    [Fact]
    public async Task T38_others_learn_that_a_turn_runs_and_that_it_ended_never_that_it_waits_or_failed()
    {
        var thread = await world.App.OpenThreadAsync("bob", "carol");
        var (waits, fails) = (PuppetWorld.Fresh("set the amount"), PuppetWorld.Fresh("deals by region"));
        world.Puppet.When(waits).Reply(Sql.SetAmount(await world.Company.DealOfBobAsync(), 1), PuppetLine.Say("done"));
        world.Puppet.When(fails).Reply(Sql.Company(Sql.Deals), PuppetLine.Fail(400));

        var turn = await world.App.SayAsync("bob", thread, waits);
        var card = await world.App.CardAsync("bob", turn);
        var waiting = await (await world.App.AsAsync("carol")).SendAsync("GET", $"api/turns/{turn}");
        (await (await world.App.InBrowserAsync("bob")).DecideAsync(card, approve: false)).Ok();
        await world.App.EndOfAsync("bob", turn);
        var failed = await world.App.AskAsync("bob", thread, fails);
        var ended = await (await world.App.AsAsync("carol")).SendAsync("GET", $"api/turns/{failed.At("id")}");

        Assert.Equal(("failed", "running", "completed"), (failed.At("status"), waiting.Ok().At("status"), ended.Ok().At("status")));
        Assert.Equal("locked", (await world.App.ReplyAsync("carol", thread)).At("visibility"));
        Assert.Equal("open", (await world.App.ReplyAsync("bob", thread)).At("visibility"));
    }

    private async Task<EventReader> ListenAsync(string name, string thread)
    {
        var client = world.App.Anonymous();
        client.DefaultRequestHeaders.Authorization = new("Bearer", await world.App.TokenAsync(name));
        var reader = await EventReader.OpenAsync(client, $"api/threads/{thread}/events");
        await reader.NextAsync("presence");
        return reader;
    }

    /// <summary>Everything up to the agent's reply.</summary>
    private static async Task<string> HeardAsync(EventReader reader)
    {
        var heard = new System.Text.StringBuilder();
        while (true)
        {
            var (kind, data) = await reader.NextAsync("message", "step", "token", "confirmation", "share", "presence");
            heard.Append(kind).Append(' ').AppendLine(data.GetRawText());
            if (kind == "message" && data.At("from") == "agent")
                return heard.ToString();
        }
    }
}
