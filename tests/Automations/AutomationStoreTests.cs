using System.Text;
using Azure.Data.Tables;
using Onbehalf.Automations;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Automations;

public sealed class AutomationStoreTests
{
    private static readonly Subject Alice = AutomationStage.Person("Alice");
    private static readonly Subject Bob = AutomationStage.Person("Bob");

    [Fact]
    public void Keys_read_back_as_they_were_built()
    {
        var due = new DueEntry(new(2026, 3, 29, 1, 59, 0, TimeSpan.Zero), Alice.Id, AutomationId.New());
        var (thread, automation) = (ThreadId.New(), AutomationId.New());

        Assert.Equal(due, AutomationKeys.ReadDue(AutomationKeys.DueRow(due)));
        Assert.Equal((thread, automation), AutomationKeys.ReadShared(AutomationKeys.SharedRow(thread, automation)));
        Assert.True(string.CompareOrdinal(AutomationKeys.DueRow(due), AutomationKeys.AfterDue(due.At)) < 0);
        Assert.True(string.CompareOrdinal(AutomationKeys.DueRow(due), AutomationKeys.AfterDue(due.At.AddMinutes(-1))) > 0);
    }

    [Fact]
    public async Task What_is_stored_reads_back_and_only_its_author_s_key_opens_it()
    {
        var stage = await AutomationStage.OpenAsync();
        var stored = await stage.ActiveAsync(Alice, AutomationStage.Content("the canary prompt"), sharedWith: ThreadId.New());

        var found = await stage.Another().FindAsync(stored.Id, default);

        Assert.Equal(ContentHash.Of(stored.Agreed!), ContentHash.Of(found!.Agreed!));
        Assert.Equal((stored.Author, stored.State, stored.Home, stored.SharedWith, stored.NextDue), (found.Author, found.State, found.Home, found.SharedWith, found.NextDue));
        await foreach (var row in stage.Tables.Automations.QueryAsync<TableEntity>())
        {
            foreach (var name in row.Keys)
                Assert.DoesNotContain("canary", row[name] is byte[] bytes ? Encoding.UTF8.GetString(bytes) : $"{row[name]}", StringComparison.Ordinal);
        }

        Assert.Null((await stage.Another(new VaultInMemory().Client()).FindAsync(stored.Id, default))!.Latest);
    }

    [Fact]
    public async Task What_the_version_before_kept_as_due_is_due()
    {
        var due = new DueEntry(new(2026, 11, 2, 7, 0, 0, TimeSpan.Zero), Alice.Id, AutomationId.New());
        var stage = await AutomationStage.OpenAsync(due.At);
        await stage.Tables.Automations.AddEntityAsync(new TableEntity("due-b", AutomationKeys.DueRow(due)));

        var isAnyDue = await stage.Store.IsAnyDueAsync(due.At, default);

        Assert.True(isAnyDue);
        Assert.Equal(due, Assert.Single(await stage.DueAsync(due.At)));
    }

    [Fact]
    public async Task A_person_s_list_has_their_own_and_nothing_that_ended()
    {
        var stage = await AutomationStage.OpenAsync();
        var (kept, ended) = (await stage.ActiveAsync(Alice), await stage.ActiveAsync(Alice));
        await stage.ActiveAsync(Bob);

        await stage.Store.ChangeAsync(ended.Id, static a => a with { State = AutomationState.Ended, NextDue = null }, default);

        Assert.Equal(kept.Id, Assert.Single(await stage.Store.OfAuthorAsync(Alice.Id, default)).Id);
        Assert.NotNull(await stage.Store.FindAsync(ended.Id, default));
    }

    [Fact]
    public async Task A_change_to_what_was_read_before_another_change_is_made_to_what_it_is_now()
    {
        var stage = await AutomationStage.OpenAsync();
        var read = (await stage.Store.FindAsync((await stage.ActiveAsync(Alice)).Id, default))!;
        await stage.Another().ChangeAsync(read.Id, static a => a with { State = AutomationState.Ended, NextDue = null }, default);

        var changed = await stage.Store.ChangeAsync(read, static a => a with { SharedWith = ThreadId.New() }, default);
        var again = await stage.Store.ChangeAsync(changed!, static a => a with { SharedWith = null }, default);

        Assert.Equal(AutomationState.Ended, changed!.State);
        Assert.Null(again!.SharedWith);
        Assert.Empty(await stage.Store.SharedWithAsync(new HashSet<ThreadId> { changed.SharedWith!.Value }, default));
    }

    [Fact]
    public async Task What_is_shared_with_a_thread_is_listed_for_it_until_it_is_taken_back()
    {
        var stage = await AutomationStage.OpenAsync();
        var (here, elsewhere) = (ThreadId.New(), ThreadId.New());
        var automation = await stage.ActiveAsync(Alice, sharedWith: here);
        await stage.ActiveAsync(Alice, sharedWith: elsewhere);

        var shared = await stage.Store.SharedWithAsync(new HashSet<ThreadId> { here }, default);
        await stage.Store.ChangeAsync(automation.Id, static a => a with { SharedWith = null }, default);

        Assert.Equal(automation.Id, Assert.Single(shared).Id);
        Assert.Empty(await stage.Store.SharedWithAsync(new HashSet<ThreadId> { here }, default));
    }

    [Fact]
    public async Task A_parked_automation_is_not_due_and_wakes_next_at_its_next_time()
    {
        var stage = await AutomationStage.OpenAsync();
        var automation = await stage.ActiveAsync(Alice);
        var monday = automation.NextDue!.Value;

        Assert.True(await stage.Store.ParkAsync(automation.Id, "account-disabled", default));
        Assert.False(await stage.Store.ParkAsync(automation.Id, "grant-dead", default));
        var parked = await stage.Store.FindAsync(automation.Id, default);
        var dueWhileParked = await stage.DueAsync(monday);
        stage.Time.Advance(monday.AddHours(1) - stage.Time.GetUtcNow());
        Assert.True(await stage.Store.UnparkAsync(automation.Id, default));
        var back = await stage.Store.FindAsync(automation.Id, default);

        Assert.Equal((AutomationState.Parked, "account-disabled"), (parked!.State, parked.Parked));
        Assert.Empty(dueWhileParked);
        Assert.Equal((AutomationState.Active, null, monday.AddDays(7)), (back!.State, back.Parked, back.NextDue));
        Assert.Equal([automation.Id], (await stage.DueAsync(monday.AddDays(7))).Select(static d => d.Automation));
    }

    [Fact]
    public async Task Only_what_is_due_is_found()
    {
        var stage = await AutomationStage.OpenAsync();
        var now = stage.Time.GetUtcNow();
        var late = await stage.ActiveAsync(Alice, due: now.AddDays(-3));
        var due = await stage.ActiveAsync(Bob, due: now);
        await stage.ActiveAsync(Bob, due: now.AddMinutes(1));

        var found = await stage.DueAsync(now.AddSeconds(30));

        Assert.Equal(new[] { late.Id.Value, due.Id.Value }.Order(), found.Select(static d => d.Automation.Value).Order());
    }

    [Fact]
    public async Task Changes_at_once_are_all_made()
    {
        var stage = await AutomationStage.OpenAsync();
        var automation = await stage.ActiveAsync(Alice, AutomationStage.Content("x"));
        AutomationStore[] instances = [stage.Store, stage.Another()];

        await Task.WhenAll(Enumerable.Range(0, 10).Select(i => instances[i % 2].ChangeAsync(
            automation.Id, static a => a with { Agreed = a.Agreed! with { Prompt = a.Agreed.Prompt + "x" } }, default)));

        Assert.Equal(11, (await stage.Store.FindAsync(automation.Id, default))!.Agreed!.Prompt.Length);
    }
}
