using System.Net;
using System.Text.Json;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Audit;

/// <summary>Sealed content of a record opens for its person, and for an auditor with matching access. The auditor's read is recorded.</summary>
[Collection(PuppetEvidence.Name)]
public sealed class AuditDetailsTests(PuppetWorld world)
{
    private const string Headcount = "SELECT count(*) AS n FROM employees WHERE department = 'Legal'";
    private const string Salary = "SELECT count(*) AS n FROM employees WHERE salary > 122262";

    [Fact]
    public async Task Literals_open_for_their_person_and_for_an_auditor_who_may_see_as_much_and_for_nobody_else()
    {
        var (open, hidden) = (await IntentAsync(Headcount), await IntentAsync(Salary));

        var (own, covered, uncovered, stranger) = (await AskAsync("alice", hidden), await AskAsync("frank", open), await AskAsync("frank", hidden), await AskAsync("bob", open));
        var looks = (await world.App.AuditAsync("frank", $"subject={world.App.SubjectOf("frank")}")).Where(row => row.At("resource", "relations")?.Contains(world.App.SubjectOf("alice").Value, StringComparison.Ordinal) == true).ToArray();

        Assert.Equal((Salary, Headcount), (own.Ok().At("details", "sql"), covered.Ok().At("details", "sql")));
        Assert.Equal((HttpStatusCode.NotFound, stranger.Text), (uncovered.Status, uncovered.Text));
        Assert.Contains(looks, row => row.At("decision") == "allowed" && row.At("action") == "audit-read" && row.At("resource", "relations")!.Contains(open, StringComparison.Ordinal));
        Assert.Contains(looks, row => row.At("decision") == "denied" && row.At("resource", "relations")!.Contains(hidden, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_number_of_rows_is_on_record_also_where_the_reply_shows_no_table()
    {
        var question = PuppetWorld.Fresh("look up");
        world.Puppet.When(question).Reply(PuppetLine.Call("query_data", new { source = "company", sql = "SELECT id FROM employees ORDER BY id LIMIT 3", show = "nothing" }), PuppetLine.Say("done"));
        var thread = await world.App.OpenThreadAsync("alice");

        await world.App.AskAsync("alice", thread, question);
        var outcome = (await world.App.AuditAsync("alice", $"thread={thread}")).Single(static row => row.At("phase") == "outcome").At("id")!;

        Assert.Equal(0, (await world.App.ReplyAsync("alice", thread)).GetProperty("blocks").GetArrayLength());
        Assert.Equal("3", (await AskAsync("alice", outcome)).Ok().At("details", "rows"));
    }

    /// <summary>The audit record of the query that Alice's agent was about to run.</summary>
    private async Task<string> IntentAsync(string sql)
    {
        var question = PuppetWorld.Fresh("count");
        world.Puppet.When(question).Reply(Sql.Company(sql), PuppetLine.Say("so many"));
        var thread = await world.App.OpenThreadAsync("alice");
        await world.App.AskAsync("alice", thread, question);
        return (await world.App.AuditAsync("alice", $"thread={thread}")).Single(static row => row.At("phase") == "intent").At("id")!;
    }

    private async Task<Answer> AskAsync(string reader, string record) => await (await world.App.AsAsync(reader)).SendAsync("GET", $"api/audit/{record}/details");
}
