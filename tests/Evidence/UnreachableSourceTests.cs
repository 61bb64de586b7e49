using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Evidence;

/// <summary>A source that cannot be asked what a viewer may see opens nothing to them, and opens again when it can.</summary>
public sealed class UnreachableSourceTests
{
    [Fact]
    public async Task An_answer_whose_source_does_not_let_the_viewer_in_is_locked_until_it_does()
    {
        var world = new PuppetWorld();
        await world.InitializeAsync();
        try
        {
            var thread = await world.App.OpenThreadAsync("alice", "bob");
            var question = PuppetWorld.Fresh("headcount by department");
            world.Puppet.When(question).Reply(Sql.Company("SELECT department, count(*) AS n FROM employees GROUP BY 1"), PuppetLine.Say("here it is"));
            await world.App.AskAsync("alice", thread, question);

            await world.Company.AskAsync("DO $$ BEGIN EXECUTE format('REVOKE CONNECT ON DATABASE %I FROM PUBLIC', current_database()); END $$");
            var during = await world.App.ReplyAsync("bob", thread);
            await world.Company.AskAsync("DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO PUBLIC', current_database()); END $$");
            var after = await world.App.ReplyAsync("bob", thread);

            Assert.Equal(("locked", "open"), (during.At("visibility"), after.At("visibility")));
            Assert.Null(during.At("text"));
            Assert.Null(during.At("touched"));
        }
        finally
        {
            await world.DisposeAsync();
        }
    }
}
