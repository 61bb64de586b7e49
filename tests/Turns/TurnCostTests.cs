using System.Text.Json;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using Onbehalf.Tests.Runs;

namespace Onbehalf.Tests.Turns;

/// <summary>Requests to the app's own tables are people's money: what everyday acts may cost, each shown with what it did when it cost more.</summary>
public sealed class TurnCostTests(PuppetWorld world) : IClassFixture<PuppetWorld>
{
    /// <summary>
    /// The requests of a turn in a conversation, beside the query for its members and one pulse for each quarter of a second: 14 with one of each.
    /// </summary>
    private const int InAConversation = 12;

    /// <summary>
    /// The number of table operations of a turn that docs/cost.md is computed from. It has room for what a turn after a pause repeats: looks for
    /// blocks of the two people, at the running turns, and a second pulse.
    /// </summary>
    private static readonly int InThePrices = JsonDocument.Parse(File.ReadAllText(Path.Combine(Clone.Root, "infra", "prices.json"))).RootElement.GetProperty("turn").GetProperty("table").GetInt32();

    /// <summary>On the first day of a month, each record of the audit is first looked for in the month before.</summary>
    private const string InTheMonthBefore = "GET audit c";

    [Fact]
    public async Task A_turn_with_one_read_in_a_thread_of_two_costs_at_most_the_requests_that_the_prices_count()
    {
        var thread = await world.App.OpenThreadAsync("carol", "bob");
        using var requests = new StorageRequests(world.App.Get<Storage.Tables>());
        for (var warm = 0; warm < 2; warm++)
            await TurnAsync(thread, requests, Sql.Company(Sql.Deals));

        var made = await TurnAsync(thread, requests, Sql.Company(Sql.Deals));

        // On a slow machine the turn before is as far away as after a pause.
        AtMost(InThePrices, made);
        AtMost(InAConversation, [.. made.Where(static one => one is not ("GET offboarding standing" or "GET inbox query" or "GET threads query" or "POST events number"))]);
        Assert.DoesNotContain(made, static one => one.StartsWith("GET people", StringComparison.Ordinal));
        Assert.InRange(made.Count(static one => one == "GET threads query"), 1, 2);
    }

    [Fact]
    public async Task A_message_between_two_people_costs_at_most_five_requests()
    {
        var thread = await world.App.OpenThreadAsync("carol", "bob");
        using var requests = new StorageRequests(world.App.Get<Storage.Tables>());
        await SayAsync(thread);

        requests.Reset();
        await SayAsync(thread);

        AtMost(5, requests.About(thread, world.App.SubjectOf("carol").Value));

        async Task SayAsync(string to)
        {
            var before = Pulses();
            (await (await world.App.AsAsync("carol")).SendAsync("POST", $"api/threads/{to}/messages", new { text = "lunch?", agent = false })).Ok();
            await Waiting.UntilAsync(() => Pulses() > before);
        }

        int Pulses() => requests.About("pulses").Count(static one => one.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Opening_a_thread_of_two_costs_at_most_twelve_requests()
    {
        var thread = await world.App.OpenThreadAsync("carol", "bob");
        using var requests = new StorageRequests(world.App.Get<Storage.Tables>());
        await TurnAsync(thread, requests, Sql.Company(Sql.Deals));
        var carol = await world.App.AsAsync("carol");

        requests.Reset();
        (await carol.SendAsync("GET", $"api/threads/{thread}")).Ok();
        (await carol.SendAsync("GET", $"api/threads/{thread}/messages?from=end&limit=50")).Ok();

        AtMost(12, requests.About(thread, world.App.SubjectOf("carol").Value));
    }

    [Fact]
    public async Task A_change_of_a_shared_list_costs_at_most_four_requests_beside_one_record_a_minute()
    {
        var carol = await world.App.InBrowserAsync("carol");
        var thread = await world.App.OpenThreadAsync("carol", "bob");
        var id = (await carol.SendAsync("POST", "api/artifacts", new { kind = "list", title = "Cost" })).Ok().At("id")!;
        var preview = (await carol.SendAsync("GET", $"api/artifacts/{id}/publish?threadId={thread}")).Ok();
        (await carol.SendAsync("POST", $"api/artifacts/{id}/publish", new { threadId = thread, previewHash = preview.At("hash") })).Ok();
        using var requests = new StorageRequests(world.App.Get<Storage.Tables>());
        await AddAsync("a0");

        requests.Reset();
        await AddAsync("a1");

        // The pulse of the publication before may be written only now.
        string[] beside = ["BATCH audit", InTheMonthBefore, "GET sessions", "POST events"];
        AtMost(4, [.. requests.About(id, thread, world.App.SubjectOf("carol").Value).Where(one => !beside.Any(known => one.StartsWith(known, StringComparison.Ordinal)))]);

        async Task AddAsync(string order) =>
            (await carol.SendAsync("POST", $"api/artifacts/{id}/ops", new { baseSeq = 1, opId = Guid.NewGuid().ToString("N"), ops = new[] { new { op = "add", item = $"i{order}", order } } })).Ok();
    }

    /// <summary>Ends when the turn's end and its pulses are written, without asking for it: that would be counted.</summary>
    private async Task<List<string>> TurnAsync(string thread, StorageRequests requests, PuppetLine call)
    {
        var question = PuppetWorld.Fresh("deals");
        world.Puppet.When(question).Reply(call, PuppetLine.Say("there"));
        requests.Reset();
        var turn = await world.App.SayAsync("carol", thread, question);
        await Waiting.UntilAsync(() => Made() is var made
            && made.Count(static one => one.StartsWith("BATCH events m", StringComparison.Ordinal)) == 2
            && LastOf(made, "BATCH turns turn going") > LastOf(made, "BATCH events m")
            && LastOf(made, "POST events") > LastOf(made, "BATCH events"));
        return [.. Made().Where(static one => one != InTheMonthBefore)];

        List<string> Made() => requests.About(thread, turn, world.App.SubjectOf("carol").Value, world.App.SubjectOf("bob").Value);
    }

    private static int LastOf(List<string> made, string what) => made.FindLastIndex(one => one.StartsWith(what, StringComparison.Ordinal));

    private static void AtMost(int most, List<string> made) =>
        Assert.True(made.Count <= most, $"{made.Count} requests, at most {most}:\n{string.Join('\n', made)}");
}
