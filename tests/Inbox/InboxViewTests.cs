using Onbehalf.Artifacts;
using Onbehalf.Automations;
using Onbehalf.Automations.Runs;
using Onbehalf.Delegation;
using Onbehalf.Functions.Inbox;
using Onbehalf.Tests.Threads;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Inbox;

public sealed class InboxViewTests
{
    private const int Threads = 30;
    private const int Shown = 10;

    [Fact]
    public async Task However_many_threads_wait_only_those_that_are_shown_are_looked_at()
    {
        await using var stage = await Stage.OpenAsync();
        var (alice, bob) = (stage.People.Person("Alice"), stage.People.Person("Bob"));
        var (items, start) = (stage.Get<InboxItems>(), DateTimeOffset.UtcNow.AddHours(-1));
        await Parallel.ForAsync(0, Threads, async (number, cancellation) =>
        {
            var thread = await stage.ThreadAsync(bob, alice);
            await stage.SayAsync(bob, thread, "hello", forAgent: false);
            await items.PutAsync(alice.Id, InboxItem.Mention(new(thread, 1), $"Bob {number}", start.AddMinutes(number)), cancellation);
        });
        var tables = stage.Get<Storage.Tables>();
        var connections = new RunConnections(new([]), new(tables, TimeProvider.System), stage.Get<DelegatedTokens>(), new AutomationStore(tables, stage.Get<PersonSeal>(), TimeProvider.System));
        var view = new InboxView(items, stage.Get<ThreadStore>(), new(stage.Get<ArtifactStore>(), stage.Get<ArtifactOpenness>()), connections);

        var me = await stage.AuthorityAsync(alice);
        using var count = new StorageCount();
        var shown = await view.OfAsync(me, Shown, static _ => true, default);
        var cost = count.Requests;
        var older = await view.OfAsync(me, Threads, item => item.At < shown[^1].At, default);

        Assert.Equal(Enumerable.Range(0, Shown).Select(static place => $"Bob {Threads - 1 - place} mentioned you."), shown.Select(static item => item.Words));
        Assert.Equal(1 + (2 * Shown), cost);
        Assert.Equal(Threads - Shown, older.Count);
    }
}
