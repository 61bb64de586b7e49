using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Evidence;

/// <summary>The visibility of answers in a shared thread, over HTTP: T33 to T35, T37, T38.</summary>
[Collection(PuppetEvidence.Name)]
public sealed class OpenAndLockedTests(PuppetWorld world)
{
    private const string Headcount = "SELECT department, count(*) AS n FROM employees GROUP BY 1 ORDER BY 1";
    private const string BigDeals = "SELECT title, region, amount FROM deals ORDER BY amount DESC LIMIT 3";

    [Fact]
    public async Task T35_whoever_may_see_at_least_as_much_reads_the_answer_and_gets_their_own_rows_by_a_click()
    {
        var thread = await world.App.OpenThreadAsync("bob", "mallory", "carol", "erin", "alice");
        await AskAsync("bob", thread, Sql.Company(BigDeals), "The biggest is heron-71");

        var carol = await world.App.ReplyAsync("carol", thread);
        Assert.Equal("open open locked locked", await SeenAsync(thread, "carol", "mallory", "erin", "alice"));
        Assert.Equal("The biggest is heron-71", carol.At("text"));
        var block = carol.GetProperty("blocks")[0];
        Assert.Null(block.At("rows"));
        Assert.Equal(BigDeals, block.At("request"));
        Assert.NotNull((await world.App.ReplyAsync("bob", thread)).GetProperty("blocks")[0].At("rows"));
        Assert.Empty(await world.App.AuditAsync("carol", $"thread={thread}"));

        var opened = (await (await world.App.AsAsync("carol")).SendAsync("POST", $"api/blocks/{block.At("id")}/open", new { })).Ok();
        Assert.Contains(opened.GetProperty("rows").EnumerateArray(), static row => row[1].GetString() != "EMEA");
        Assert.Equal("Carol", (await world.App.AuditAsync("carol", $"thread={thread}"))[0].At("subject", "name"));
    }

    [Fact]
    public async Task T35_a_peer_whose_rows_depend_on_who_asks_does_not()
    {
        var thread = await world.App.OpenThreadAsync("bob", "mallory", "carol");

        await AskAsync("bob", thread, Sql.Query("expenses", Sql.Expenses), "some");

        Assert.Equal("locked open", await SeenAsync(thread, "mallory", "carol"));
    }

    [Fact]
    public async Task An_answer_from_columns_that_both_may_read_is_open_at_once_also_after_a_private_one()
    {
        await world.App.LookAsync("bob");
        var thread = await world.App.OpenThreadAsync("alice", "bob");

        await AskAsync("alice", thread, Sql.Company(Sql.AverageSalary), "legal leads with kestrel-9");
        await AskAsync("alice", thread, Sql.Company(Headcount), "here it is", "headcount by department");

        Assert.Equal(["locked", "open"], (await world.App.MessagesAsync("bob", thread)).Where(static m => m.At("from") == "agent").Select(static m => m.At("visibility")));
    }

    [Fact]
    public async Task T33_what_is_said_with_a_private_answer_in_the_context_carries_its_evidence()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        await AskAsync("alice", thread, Sql.Company(Sql.AverageSalary), "long story");
        var shorter = PuppetWorld.Fresh("say that shorter");
        world.Puppet.When(shorter).Always(PuppetLine.Say("short"));
        await world.App.AskAsync("alice", thread, shorter);

        Assert.Equal("locked", (await world.App.ReplyAsync("bob", thread)).At("visibility"));
        Assert.Equal("open", (await world.App.ReplyAsync("alice", thread)).At("visibility"));
    }

    [Fact]
    public async Task A_refusal_is_evidence_too_and_a_description_is_for_every_login_of_its_source()
    {
        var thread = await world.App.OpenThreadAsync("bob", "mallory", "alice");
        await AskAsync("bob", thread, Sql.Company(Sql.AverageSalary), "there is none");
        Assert.Equal("locked locked", await SeenAsync(thread, "mallory", "alice"));

        var own = await world.App.OpenThreadAsync("alice", "bob");
        await AskAsync("alice", own, PuppetLine.Call("describe_data", new { source = "company" }), "you have columns");
        Assert.Equal("open", await SeenAsync(own, "bob"));
    }

    [Fact]
    public async Task A_look_at_the_schema_opens_no_earlier_answer_and_looking_back_is_a_step_that_does()
    {
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        await AskAsync("alice", thread, Sql.Company(Sql.AverageSalary), "kestrel-4 leads");
        await AskAsync("alice", thread, PuppetLine.Call("describe_data", new { }), "you have columns", "columns of employees");
        var described = await SeenAsync(thread, "bob");
        await AskAsync("alice", thread, PuppetLine.Call("earlier_answers", new { }), "it was kestrel-4", "who leads by department");

        var (look, back) = (AskedWith("columns of employees"), AskedWith("who leads by department"));
        Assert.All(look, static request => Assert.DoesNotContain("kestrel-4", request.Text, StringComparison.Ordinal));
        Assert.Equal([false, true], back.Select(static request => request.Text.Contains("kestrel-4 leads", StringComparison.Ordinal)));
        Assert.Equal(("open", "locked"), (described, await SeenAsync(thread, "bob")));

        PuppetRequest[] AskedWith(string words) => [.. world.Puppet.Requests.Where(request => request.LastUserText.Contains(words, StringComparison.Ordinal))];
    }

    [Fact]
    public async Task The_model_starts_from_what_all_members_may_see_and_from_nothing_else()
    {
        await world.App.LookAsync("bob");
        var thread = await world.App.OpenThreadAsync("alice", "bob");
        var question = PuppetWorld.Fresh("hello there");
        world.Puppet.When(question).Always(PuppetLine.Say("hi"));

        await world.App.AskAsync("alice", thread, question);

        var sent = world.Puppet.Requests.Last(request => request.LastUserText.Contains(question, StringComparison.Ordinal));
        Assert.True(sent.Contains("company.employees("));
        Assert.False(sent.Contains("salary"));
        Assert.False(sent.Contains("company.deals"));
        Assert.Equal("open", (await world.App.ReplyAsync("bob", thread)).At("visibility"));
    }

    [Fact]
    public async Task T37_hidden_rows_move_no_lock()
    {
        var thread = await world.App.OpenThreadAsync("carol", "bob", "erin");
        await AskAsync("carol", thread, Sql.Company(Sql.Deals), "so many");
        var before = await SeenAsync(thread, "bob", "erin", "carol");

        await world.Company.AskAsync("INSERT INTO company.deals SELECT max(id) + 1, 'hidden', 1, 'AMER', 'erin', 1, 'proposal', '2026-01-01', NULL FROM company.deals");
        var after = await SeenAsync(thread, "bob", "erin", "carol");
        await world.Company.AskAsync("DELETE FROM company.deals WHERE title = 'hidden'");

        Assert.Equal("locked locked open", before);
        Assert.Equal(before, after);
    }

    private async Task AskAsync(string speaker, string thread, PuppetLine call, string answer, string words = "something")
    {
        var question = PuppetWorld.Fresh(words);
        world.Puppet.When(question).Always(request => request.ToolResults.Length == 0 ? call : PuppetLine.Say(answer));
        Assert.Equal("completed", (await world.App.AskAsync(speaker, thread, question)).At("status"));
    }

    private async Task<string> SeenAsync(string thread, params string[] viewers)
    {
        var seen = new List<string?>();
        foreach (var viewer in viewers)
            seen.Add((await world.App.ReplyAsync(viewer, thread)).At("visibility"));
        return string.Join(' ', seen);
    }
}
