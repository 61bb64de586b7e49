using System.Net;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Threats;

/// <summary>T13, T06 and law 8: cached permissions are checked again in the middle of a turn.</summary>
[Collection(PeopleChange.Name)]
public sealed class LostAuthorityTests(PuppetWorld world) : IClassFixture<PuppetWorld>
{
    [Fact]
    public async Task T13_a_role_removed_between_two_calls_of_a_turn_refuses_the_second()
    {
        var question = PuppetWorld.Fresh("twice");
        using var changed = new ManualResetEventSlim();
        world.Puppet.When(question).Reply(Sql.Company(Sql.Deals)).Reply(_ => Wait(changed, Sql.Company(Sql.Deals))).Reply(PuppetLine.Say("done"));
        var turn = await world.App.SayAsync("bob", await world.App.OpenThreadAsync("bob"), question);
        await AskedAsync(question, 2);
        try
        {
            await world.App.SetGroupsAsync("bob", "employees");
            changed.Set();
            var ended = await world.App.EndOfAsync("bob", turn);

            Assert.Equal(["succeeded", "refused"], ended.Steps().Select(static step => step.At("status")));
            // The model reads nothing more: the result of its first call is no longer his to see.
            Assert.Equal(("refused", "sources-lost"), (ended.At("status"), ended.GetProperty("refusal").At("code")));
            Assert.Equal(2, world.Puppet.Requests.Count(request => request.LastUserText.Contains(question, StringComparison.Ordinal)));
        }
        finally
        {
            changed.Set();
            await world.App.SetGroupsAsync("bob", "sales-emea", "sales", "employees");
        }
    }

    [Fact]
    public async Task T06_after_a_change_of_role_ones_own_earlier_answers_are_not_served_again()
    {
        var question = PuppetWorld.Fresh("salaries");
        world.Puppet.When(question).Always(static request => request.ToolResults is [.., var result] ? PuppetLine.Say(result) : Sql.Company(Sql.AverageSalary));
        var thread = await world.App.OpenThreadAsync("alice");
        var before = await world.App.AskAsync("alice", thread, question);
        try
        {
            await world.App.SetGroupsAsync("alice", "employees");
            var after = await world.App.AskAsync("alice", await world.App.OpenThreadAsync("alice"), question);

            Assert.Contains("122262.50", before.At("reply", "text"), StringComparison.Ordinal);
            Assert.StartsWith("NOT_FOUND", after.At("reply", "text"), StringComparison.Ordinal);
        }
        finally
        {
            await world.App.SetGroupsAsync("alice", "hr", "employees");
        }
    }

    [Fact]
    public async Task T36_what_the_agent_wrote_into_an_automation_is_closed_to_its_author_after_a_change_of_role()
    {
        var (question, prompt) = (PuppetWorld.Fresh("salaries every Monday"), PuppetWorld.Fresh("above 122262.50"));
        world.Puppet.When(question).Reply(
            Sql.Company(Sql.AverageSalary),
            PuppetLine.Call("create_automation", new { title = "Average 122262.50", prompt, trigger = new { kind = "schedule", words = "every Monday at 8:00", timeZone = "UTC" } }),
            PuppetLine.Say("done"));
        var alice = await world.App.InBrowserAsync("alice");
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        await world.App.AgreeAsync("alice", await world.App.SayAsync("alice", thread, question));
        var made = (await alice.SendAsync("GET", "api/automations?limit=200")).Ok().GetProperty("items").EnumerateArray().Single(one => one.At("prompt") == prompt);
        var path = $"api/automations/{made.At("id")}";
        (await alice.SendAsync("PATCH", path, new { sharedWith = thread })).Ok();
        var bobs = (await (await world.App.AsAsync("bob")).SendAsync("GET", path)).Ok();
        try
        {
            await world.App.SetGroupsAsync("alice", "employees");
            var surfaces = new List<string>();
            foreach (var surface in (string[])[path, "api/automations?limit=200", "api/threads", "api/search?q=122262", "api/me/export", $"api/threads/{made.At("threadId")}/messages"])
                surfaces.Add((await alice.SendAsync("GET", surface)).Text);
            var run = await alice.SendAsync("POST", $"{path}/run", new { });
            var shared = await alice.SendAsync("PATCH", path, new { sharedWith = thread });
            var unshared = await alice.SendAsync("PATCH", path, new { sharedWith = "" });

            Assert.Equal(("Average 122262.50", "true", ""), (made.At("title"), bobs.At("locked"), bobs.At("prompt")));
            Assert.All(surfaces, surface => Assert.DoesNotContain(prompt, surface, StringComparison.Ordinal));
            Assert.All(surfaces[..^1].Append(bobs.GetRawText()), static surface => Assert.DoesNotContain("Average 122262.50", surface, StringComparison.Ordinal));
            Assert.Equal((HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.OK), (run.Status, shared.Status, unshared.Status));
        }
        finally
        {
            await world.App.SetGroupsAsync("alice", "hr", "employees");
        }
    }

    [Fact]
    public async Task Law_8_a_person_disabled_in_the_middle_of_a_turn_gets_no_further_step_and_nothing_is_changed()
    {
        var deal = await world.Company.DealOfBobAsync();
        var before = await world.Company.AmountAsync(deal);
        var question = PuppetWorld.Fresh("change");
        world.Puppet.When(question).Reply(Sql.SetAmount(deal, 5m), PuppetLine.Say("done"));
        var thread = await world.App.OpenThreadAsync("bob", "carol");
        var browser = await world.App.InBrowserAsync("bob");
        var card = await world.App.CardAsync("bob", await world.App.SayAsync("bob", thread, question));
        try
        {
            await world.App.ChangeAsync("bob", "disable");
            var decided = await browser.DecideAsync(card);
            var said = await (await world.App.AsAsync("bob")).SendAsync("POST", $"api/threads/{thread}/messages", new { text = "still here" });

            Assert.NotEqual(HttpStatusCode.OK, decided.Status);
            Assert.NotEqual(HttpStatusCode.Accepted, said.Status);
            Assert.Equal(before, await world.Company.AmountAsync(deal));
            Assert.Single(await world.App.MessagesAsync("carol", thread));
        }
        finally
        {
            await world.App.ChangeAsync("bob", "enable");
        }
    }

    [Fact]
    public async Task Law_8_a_person_disabled_between_two_calls_of_a_turn_is_refused_the_second()
    {
        var question = PuppetWorld.Fresh("two reads");
        using var changed = new ManualResetEventSlim();
        world.Puppet.When(question).Reply(Sql.Company(Sql.Deals)).Reply(_ => Wait(changed, Sql.Company(Sql.Deals))).Reply(PuppetLine.Say("done"));
        var thread = await world.App.OpenThreadAsync("bob", "carol");
        var turn = await world.App.SayAsync("bob", thread, question);
        await AskedAsync(question, 2);
        try
        {
            await world.App.ChangeAsync("bob", "disable");
            changed.Set();
            await world.App.EndOfAsync("carol", turn);
        }
        finally
        {
            changed.Set();
            await world.App.ChangeAsync("bob", "enable");
        }

        var ended = await world.App.EndOfAsync("bob", turn);
        Assert.Equal(["succeeded", "refused"], ended.Steps().Select(static step => step.At("status")));
        Assert.Equal(("refused", "account-disabled"), (ended.At("status"), ended.At("refusal", "code")));
        Assert.Contains(await world.App.AuditAsync("frank", $"thread={thread}&decision=denied"), row => row.At("subject", "name") == "Bob");
    }

    [Fact]
    public async Task T01_T18_while_Bob_asks_with_Alices_words_and_names_the_vault_opens_only_Bobs_secrets()
    {
        var alice = world.App.SubjectOf("alice").Value;
        var bob = world.App.SubjectOf("bob").Value;
        var (warm, question) = (PuppetWorld.Fresh("warm"), PuppetWorld.Fresh("steal"));
        var thread = await world.App.OpenThreadAsync("alice", "mallory");
        world.Puppet.When(warm).Reply(Sql.Company(Sql.AverageSalary), PuppetLine.Say("done"));
        await world.App.AskAsync("alice", thread, warm);
        object[] names =
        [
            $"u-{alice}-source-company-g1", $"../{alice}", alice, "аlice", new string('a', 300), $"company/../u-{alice}", "company\u0000", "source-company", $"{bob}\u200b", "company ",
        ];
        world.Puppet.When(question).Reply(
            Sql.Company(Sql.AverageSalary),
            PuppetLine.Calls([.. names.Select(static name => ("query_data", (object)new { source = name, sql = Sql.AverageSalary, subject = name, user = name, secret = name }))]),
            PuppetLine.Calls(("describe_data", new { source = names[0], subject = alice }), ("query_data", new { source = "company", sql = Sql.Deals, subject = alice, ranAs = "alice" })),
            PuppetLine.Say("done"));

        var since = DateTimeOffset.UtcNow;
        var turn = await world.App.AskAsync("mallory", thread, question);
        var opened = await VaultLog.NamesSinceAsync(since);

        Assert.NotEmpty(opened);
        Assert.All(opened, name => Assert.StartsWith($"u-{world.App.SubjectOf("mallory").Value}-", name, StringComparison.Ordinal));
        Assert.Equal(names.Length + 3, turn.Steps().Length);
        Assert.Equal("succeeded", turn.Steps()[^1].At("status"));
        Assert.All(turn.Steps()[..^1], static step => Assert.Equal("refused", step.At("status")));
    }

    private static PuppetLine Wait(ManualResetEventSlim gate, PuppetLine line)
    {
        gate.Wait(TimeSpan.FromSeconds(4));
        return line;
    }

    private Task AskedAsync(string question, int times) =>
        UntilAsync(() => Task.FromResult(world.Puppet.Requests.Count(request => request.LastUserText.Contains(question, StringComparison.Ordinal)) >= times));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        for (var i = 0; !await holds(); i++)
        {
            if (i > 400)
                throw new TimeoutException("It never came to that.");
            await Task.Delay(50);
        }
    }
}
