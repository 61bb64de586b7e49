using Azure.Data.Tables;
using Onbehalf.Audit;
using Onbehalf.Automations;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.Tests.Threads;
using Onbehalf.Threads;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Automations;

/// <summary>How many automations one person may have.</summary>
public sealed class AuthoringTests
{
    private const int PerPerson = 2;

    private static readonly AutomationContent Once = AutomationStage.Content() with { Trigger = new Trigger.Once(new(2030, 1, 1, 8, 0, 0, TimeSpan.Zero), "UTC") };

    [Fact]
    public async Task Finished_automations_stay_and_do_not_count()
    {
        await using var stage = await StageAsync();
        var (store, authoring, alice) = await OpenAsync(stage);
        for (var made = 0; made < 3 * PerPerson; made++)
            await FinishAsync(store, (await authoring.CreateAsync(alice, Once, null, agreed: true, default))!.Id);

        var more = new List<Automation?>();
        for (var made = 0; made <= PerPerson; made++)
            more.Add(await authoring.CreateAsync(alice, Once, null, agreed: true, default));

        Assert.Equal([true, true, false], more.Select(static one => one is not null));
        Assert.Equal(3 * PerPerson, (await store.OfAuthorAsync(alice.Subject.Id, default)).Count(static one => one.State is AutomationState.Finished));
    }

    [Fact]
    public async Task Automations_that_finished_under_the_version_before_do_not_count()
    {
        await using var stage = await StageAsync();
        var (store, authoring, alice) = await OpenAsync(stage);
        for (var made = 0; made < PerPerson; made++)
        {
            var id = (await authoring.CreateAsync(alice, Once, null, agreed: true, default))!.Id;
            await FinishAsync(store, id);
            await stage.Get<Storage.Tables>().Automations.UpsertEntityAsync(new Azure.Data.Tables.TableEntity(AutomationKeys.Person(alice.Subject.Id), id.Value), Azure.Data.Tables.TableUpdateMode.Replace);
        }

        Assert.NotNull(await authoring.CreateAsync(alice, Once, null, agreed: true, default));
    }

    [Fact]
    public async Task Law_7_the_oldest_of_too_many_finished_ones_are_deleted_on_record_with_the_next_new_one()
    {
        await using var stage = await StageAsync();
        var (store, authoring, alice) = await OpenAsync(stage);
        var finished = new List<AutomationId>();
        for (var made = 0; made < AutomationLimits.MostFinished + 2; made++)
        {
            var automation = new Automation(
                AutomationId.New(), alice.Subject, AutomationState.Finished, Once, null, ThreadId.New(), null, DateTimeOffset.UnixEpoch.AddDays(made), null, null, null, default);
            await store.AddAsync(automation, default);
            finished.Add(automation.Id);
        }

        var audit = stage.Get<AuditTrail>();
        var secrets = new SigningSecrets(stage.Get<PersonSecrets>(), TimeProvider.System);
        await new FinishedAutomations(store, authoring, secrets, stage.Get<InboxItems>(), audit).TidyAsync(alice, Act.Human, default);
        var newest = await authoring.CreateAsync(alice, Once, null, agreed: true, default);
        var left = (await store.OfAuthorAsync(alice.Subject.Id, default)).Select(static one => one.Id).ToHashSet();

        Assert.Equal([.. finished[2..], newest!.Id], left.OrderBy(id => id == newest.Id ? int.MaxValue : finished.IndexOf(id)));
        var rows = new List<TableEntity>();
        await foreach (var row in stage.Get<Storage.Tables>().Audit.QueryAsync<TableEntity>("Action eq 'automation'"))
            rows.Add(row);
        Assert.Equal(2 * 2, rows.Count);
        Assert.All(finished[..2], id => Assert.Contains(rows, row => row.GetString("CallId").StartsWith($"{id}.delete-", StringComparison.Ordinal)));
    }

    private static async Task<Stage> StageAsync()
    {
        var stage = await Stage.OpenAsync();
        await stage.Get<Storage.Tables>().Automations.CreateIfNotExistsAsync();
        return stage;
    }

    private static async Task<(AutomationStore Store, Authoring Authoring, Authority Alice)> OpenAsync(Stage stage)
    {
        var store = new AutomationStore(stage.Get<Storage.Tables>(), stage.Get<PersonSeal>(), TimeProvider.System);
        return (store, new(store, stage.Get<ThreadStore>(), new(PerPerson, 20), TimeProvider.System), await stage.AuthorityAsync(stage.People.Person("Alice")));
    }

    private static Task<Automation?> FinishAsync(AutomationStore store, AutomationId id) =>
        store.ChangeAsync(id, static one => one with { State = AutomationState.Finished, NextDue = null }, default);
}
