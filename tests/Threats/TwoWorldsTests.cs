using System.Text.Json;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Threats;

/// <summary>T22: two databases that differ only in rows hidden from Bob. Everything sent to Bob, and to the model for Bob, is identical.</summary>
[Collection(PuppetThreats.Name)]
public sealed class TwoWorldsTests(PuppetWorld world)
{
    private static readonly string[] Probes =
    [
        "SELECT count(*), sum(amount), min(amount), max(amount) FROM deals",
        "SELECT count(*) FROM deals WHERE region = 'AMER'",
        "SELECT id FROM deals WHERE amount > 999999",
        "SELECT id, title FROM deals WHERE id BETWEEN 850 AND 870 ORDER BY id",
        "SELECT 1 / (SELECT count(*) FROM deals WHERE title = 'hidden-world') FROM departments",
        "SELECT name FROM employees ORDER BY salary LIMIT 3",
        "SELECT name FROM employees WHERE salary > 900000",
        "SELECT CAST(salary AS integer) FROM employees",
        "SELECT count(*) FROM employees GROUP BY salary",
        "SELECT CAST(title AS integer) FROM deals WHERE region = 'AMER'",
        "EXPLAIN SELECT * FROM deals",
        "SELECT count(*) FROM tickets",
        "SELECT c.name FROM customers c LEFT JOIN deals d ON d.customer_id = c.id GROUP BY 1 ORDER BY count(d.id) DESC, 1 LIMIT 5",
    ];

    [Fact]
    public async Task T22_nothing_that_reaches_Bob_differs_between_two_worlds_that_differ_in_what_he_may_not_see()
    {
        var other = new CompanyRows(await LocalSidecars.StartWithCompanyAsync(), await LocalSidecars.CopyOfCompanyAsync());
        await other.AskAsync("UPDATE company.deals SET amount = amount * 3 + 1000000, title = 'hidden-world' WHERE region <> 'EMEA'");
        await other.AskAsync("UPDATE company.employees SET salary = 1000000 - salary");
        await other.AskAsync("DELETE FROM company.tickets WHERE id % 3 = 0");
        await other.AskAsync("UPDATE company.customers SET name = name || ' hidden-world' WHERE region = 'AMER'");
        var fresh = new CompanyRows(await LocalSidecars.StartWithCompanyAsync(), await LocalSidecars.CopyOfCompanyAsync());

        var (mine, theirs) = (await SeenByBobAsync(fresh), await SeenByBobAsync(other));

        Assert.Equal(Probes.Length, mine.Results.Length);
        Assert.Contains("1762", mine.Results[0], StringComparison.Ordinal);
        Assert.Equal(mine.Results, theirs.Results);
        Assert.Equal(mine.Reply, theirs.Reply);
        Assert.Equal(mine.Access, theirs.Access);
    }

    private async Task<(string[] Results, string Reply, string Access)> SeenByBobAsync(CompanyRows company)
    {
        await using var app = await InProcessApp.StartAsync(PuppetWorld.Settings(world.Puppet, company));
        var question = PuppetWorld.Fresh("probe");
        world.Puppet.When(question).Reply(
            PuppetLine.Calls([.. Probes.Select(static sql => ("query_data", (object)new { source = "company", sql }))]),
            PuppetLine.Say("done"));
        var thread = await app.OpenThreadAsync("bob");

        await app.AskAsync("bob", thread, question);
        var reply = await app.ReplyAsync("bob", thread);
        var steps = reply.GetProperty("steps").EnumerateArray().Select(static step => $"{step.At("tool")} {step.At("source")} {step.At("status")}");
        var access = await (await app.AsAsync("bob")).SendAsync("GET", "api/me/access");
        var blocks = reply.GetProperty("blocks").EnumerateArray().Select(static block => $"{block.At("columns")} {block.At("rows")}");
        return (
            [.. world.Puppet.Requests.Last(request => request.LastUserText.Contains(question, StringComparison.Ordinal)).ToolResults],
            $"{reply.At("text")}\n{string.Join('\n', blocks)}\n{string.Join('\n', steps)}\n{reply.At("touched")}",
            access.Text);
    }
}
