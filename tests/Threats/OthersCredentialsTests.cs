using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Threats;

/// <summary>T01 to the letter: in one person's turn nobody else's credential is taken out of the vault, whoever else is in the thread.</summary>
[Collection(PeopleChange.Name)]
public sealed class OthersCredentialsTests
{
    [Fact]
    public async Task T01_a_turn_in_a_shared_thread_reads_its_speakers_credentials_and_no_other_members()
    {
        var world = new PuppetWorld();
        await world.InitializeAsync();
        try
        {
            var thread = await world.App.OpenThreadAsync("alice", "bob", "carol");
            var (data, again) = (PuppetWorld.Fresh("headcount by department"), PuppetWorld.Fresh("employees by department"));
            world.Puppet.When(data).Reply(Sql.Company(Sql.AverageSalary), PuppetLine.Say("high"));
            world.Puppet.When(again).Reply(Sql.Company("SELECT count(*) AS n FROM employees"), PuppetLine.Say("many"));

            var start = DateTimeOffset.UtcNow;
            await world.App.AskAsync("alice", thread, data);
            await world.App.AskAsync("alice", thread, again);
            var unknown = await VaultLog.NamesSinceAsync(start);
            await world.App.LookAsync("bob");
            await world.App.LookAsync("carol");
            var acted = DateTimeOffset.UtcNow;
            await world.App.AskAsync("alice", thread, PuppetWorld.Fresh("who are the employees"));
            var known = await VaultLog.NamesSinceAsync(acted);

            Assert.Contains(unknown, name => name.StartsWith(Credentials(world, "alice"), StringComparison.Ordinal));
            Assert.DoesNotContain(unknown.Concat(known), name => name.StartsWith(Credentials(world, "bob"), StringComparison.Ordinal) || name.StartsWith(Credentials(world, "carol"), StringComparison.Ordinal));
            Assert.False(world.Puppet.Requests[0].Contains("company.employees("));
            Assert.True(world.Puppet.Requests[^1].Contains("company.employees("));
        }
        finally
        {
            await world.DisposeAsync();
        }
    }

    private static string Credentials(PuppetWorld world, string name) => $"u-{world.App.SubjectOf(name)}-source-";
}
