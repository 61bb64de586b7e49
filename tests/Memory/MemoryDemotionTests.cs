using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;

namespace Onbehalf.Tests.Memory;

/// <summary>T36: a memory of data that its person can no longer see is locked in every thread, also for that person.</summary>
[Collection(PeopleChange.Name)]
public sealed class MemoryDemotionTests
{
    [Fact]
    public async Task T36_a_memory_made_of_salaries_closes_when_its_person_leaves_HR_and_so_does_what_was_said_with_it()
    {
        const string Canary = "curlew-4711";
        var world = new PuppetWorld();
        await world.InitializeAsync();
        try
        {
            var (first, second) = (await world.App.OpenThreadAsync("alice"), await world.App.OpenThreadAsync("alice"));
            var (keep, use) = (PuppetWorld.Fresh("note the salaries"), PuppetWorld.Fresh("what did I note"));
            world.Puppet.When(keep).Reply(Sql.Company(Sql.AverageSalary), MemoryApi.Remember($"Legal earns most, {Canary}"), PuppetLine.Say("noted"));
            world.Puppet.When(use).Always(request => request.ToolResults is [.., var found] ? PuppetLine.Say(found) : MemoryApi.Recall());
            (await (await world.App.AsAsync("alice")).SendAsync("POST", "api/memory", new { text = "typed by hand" })).Ok();
            await world.App.ConfirmAsync("alice", await world.App.SayAsync("alice", first, keep));
            await world.App.AskAsync("alice", second, use);
            var before = (await world.App.MemoryAsync("alice"), await world.App.ReplyAsync("alice", second));

            await world.App.SetGroupsAsync("alice", "employees");
            var after = (await world.App.MemoryAsync("alice"), await world.App.ReplyAsync("alice", second));
            var sent = world.Puppet.Requests.Count;
            await world.App.AskAsync("alice", await world.App.OpenThreadAsync("alice"), use);

            Assert.Equal(["open", "open"], before.Item1.Select(static entry => entry.At("visibility")));
            Assert.Contains(before.Item1, static entry => entry.At("touched")!.Contains("salary", StringComparison.Ordinal));
            Assert.Contains(Canary, before.Item2.At("text"), StringComparison.Ordinal);
            Assert.Equal(["locked", "open"], after.Item1.Select(static entry => entry.At("visibility")));
            Assert.Equal("locked", after.Item2.At("visibility"));
            Assert.DoesNotContain(Canary, string.Concat(after.Item1.Append(after.Item2).Select(static json => json.GetRawText())), StringComparison.Ordinal);
            Assert.Contains(world.Puppet.Requests.Skip(sent), static request => request.Contains("typed by hand"));
            Assert.All(world.Puppet.Requests.Skip(sent), static request => Assert.False(request.Contains(Canary)));
        }
        finally
        {
            await world.App.SetGroupsAsync("alice", "hr", "employees");
            await world.DisposeAsync();
        }
    }
}
