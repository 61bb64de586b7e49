using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Identity;
using Onbehalf.Tests.Journeys;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Tests.Runs;

public sealed class LostStartTests
{
    [Fact]
    public async Task A_turn_whose_process_died_before_it_was_started_is_started_by_the_sweep()
    {
        await using var app = await InProcessApp.StartAsync();
        var thread = await app.OpenThreadAsync("bob");
        var subject = await app.Get<PeopleStore>().FindAsync(app.SubjectOf("bob"), default);
        var bob = ((AuthorityResult.Confirmed)await app.Get<Authorities>().ConfirmAsync(subject!, Freshness.Now, default)).Authority;
        Assert.True(MessageText.TryParse("how many deals by region", out var text));
        var stored = (Appended.Stored)await app.Get<MessageStore>().AppendAsync(bob, ThreadId.Parse(thread), text, null, forAgent: true, default);
        var turn = stored.Message.Turn!.Value;
        var earlier = new ManualTime();
        earlier.Advance(TimeSpan.FromMinutes(-5));
        Assert.True(await new TurnBudget(app.Get<Storage.Tables>(), app.Get<ThreadLimits>(), earlier).EnterAsync(bob.Subject.Id, turn, default));

        await app.Get<MendTurns>().RunAsync(app.Durable, default);
        var ended = await app.EndOfAsync("bob", turn.Value);

        Assert.Equal("completed", ended.At("status"));
        Assert.Equal(0, await app.Get<TurnBudget>().CountAsync(bob.Subject.Id, default));
    }
}
