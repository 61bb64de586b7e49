using System.Net;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Evidence;

/// <summary>T36: losing a right locks everything learned through it, as for any other viewer.</summary>
[Collection(PeopleChange.Name)]
public sealed class DemotionTests
{
    [Fact]
    public async Task T36_her_own_old_answers_her_context_and_sharing_them_close_when_she_leaves_HR()
    {
        const string Canary = "merlin-4711";
        var world = new PuppetWorld();
        await world.InitializeAsync();
        try
        {
            var thread = await world.App.OpenThreadAsync("alice", "bob");
            var (question, repeat) = (PuppetWorld.Fresh("salaries"), PuppetWorld.Fresh("repeat that"));
            world.Puppet.When(question).Always(request => request.ToolResults.Length == 0 ? Sql.Company(Sql.AverageSalary) : PuppetLine.Say(Canary));
            world.Puppet.When(repeat).Always(PuppetLine.Echo());
            await world.App.AskAsync("alice", thread, question);
            var before = await world.App.ReplyAsync("alice", thread);
            var browser = await world.App.InBrowserAsync("alice");

            await world.App.SetGroupsAsync("alice", "employees");
            var after = await world.App.ReplyAsync("alice", thread);
            var share = await browser.SendAsync("GET", $"api/messages/{after.At("id")}/share");
            await world.App.AskAsync("alice", thread, repeat);

            Assert.Equal(("open", "locked"), (before.At("visibility"), after.At("visibility")));
            Assert.DoesNotContain(Canary, after.GetRawText(), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Forbidden, share.Status);
            Assert.All(world.Puppet.Requests.Where(request => request.LastUserText.Contains(repeat, StringComparison.Ordinal)), static request => Assert.False(request.Contains(Canary)));

            await world.App.SetGroupsAsync("alice", "hr", "employees");
            Assert.Equal("open", (await world.App.MessagesAsync("alice", thread))[1].At("visibility"));
        }
        finally
        {
            await world.App.SetGroupsAsync("alice", "hr", "employees");
            await world.DisposeAsync();
        }
    }

    [Fact]
    public async Task T36_a_turn_that_waits_shows_and_uses_nothing_more_of_what_she_may_no_longer_see()
    {
        var world = new PuppetWorld();
        await world.InitializeAsync();
        try
        {
            var thread = await world.App.OpenThreadAsync("alice", "bob");
            var question = PuppetWorld.Fresh("remember the average");
            world.Puppet.When(question).Reply(Sql.Company(Sql.AverageSalary), PuppetLine.Call("remember", new { text = "merlin-4713" }), PuppetLine.Say("kept"));
            var turn = await world.App.SayAsync("alice", thread, question);
            var card = await world.App.CardAsync("alice", turn);

            await world.App.SetGroupsAsync("alice", "employees");
            var waiting = (await (await world.App.AsAsync("alice")).SendAsync("GET", $"api/turns/{turn}")).Ok();
            await (await world.App.InBrowserAsync("alice")).DecideAsync(card);
            var ended = await world.App.EndOfAsync("alice", turn);

            Assert.Equal("waiting", waiting.At("status"));
            Assert.DoesNotContain("merlin-4713", waiting.GetRawText(), StringComparison.Ordinal);
            Assert.Equal(("refused", "sources-lost"), (ended.At("status"), ended.GetProperty("refusal").At("code")));
            Assert.Equal(2, world.Puppet.Requests.Count(request => request.LastUserText.Contains(question, StringComparison.Ordinal)));
        }
        finally
        {
            await world.App.SetGroupsAsync("alice", "hr", "employees");
            await world.DisposeAsync();
        }
    }

    [Fact]
    public async Task Her_answer_from_more_columns_than_a_property_of_a_row_holds_closes_as_well()
    {
        const int Columns = 1_100;
        var world = new PuppetWorld();
        await world.InitializeAsync();
        try
        {
            var columns = string.Join(", ", Enumerable.Range(0, Columns).Select(static n => $"measured_{new string('m', 46)}_{n:D4} int"));
            await world.Company.AskAsync($"CREATE TABLE company.wide ({columns}); INSERT INTO company.wide DEFAULT VALUES; GRANT SELECT ON company.wide TO hr");
            var thread = await world.App.OpenThreadAsync("alice", "bob");
            var question = PuppetWorld.Fresh("everything measured");
            world.Puppet.When(question).Always(request => request.ToolResults.Length == 0 ? Sql.Company("SELECT * FROM wide") : PuppetLine.Say("merlin-4712"));
            await world.App.AskAsync("alice", thread, question);
            var before = await world.App.ReplyAsync("alice", thread);
            var browser = await world.App.InBrowserAsync("alice");

            await world.App.SetGroupsAsync("alice", "employees");
            var after = await world.App.ReplyAsync("alice", thread);
            var share = await browser.SendAsync("GET", $"api/messages/{after.At("id")}/share");

            Assert.Equal(("open", "locked"), (before.At("visibility"), after.At("visibility")));
            Assert.Equal("merlin-4712", before.At("text"));
            Assert.Equal("succeeded", before.GetProperty("steps")[0].At("status"));
            Assert.Equal(HttpStatusCode.Forbidden, share.Status);
        }
        finally
        {
            await world.App.SetGroupsAsync("alice", "hr", "employees");
            await world.DisposeAsync();
        }
    }
}
