using System.Collections.Immutable;
using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Onbehalf.Automations;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Identity;
using Onbehalf.Vault;

namespace Onbehalf.Tests.Automations;

/// <summary>Automations on a real table, with a manual clock.</summary>
internal sealed class AutomationStage
{
    private AutomationStage(Storage.Tables tables, ManualTime time)
    {
        Tables = tables;
        Time = time;
        Store = Another();
    }

    public Storage.Tables Tables { get; }

    public ManualTime Time { get; }

    public SecretClient Vault { get; } = new VaultInMemory().Client();

    public AutomationStore Store { get; }

    public static async Task<AutomationStage> OpenAsync(DateTimeOffset? now = null)
    {
        var storage = await Azurite.ConnectionStringAsync();
        var tables = new Storage.Tables(new ConfigurationBuilder().AddInMemoryCollection(
            [new("ONBEHALF_TABLES", storage), new("ONBEHALF_AUDIT_TABLES", storage), new("ONBEHALF_TABLE_PREFIX", Azurite.FreshPrefix())]).Build());
        await tables.Automations.CreateIfNotExistsAsync();
        var time = new ManualTime();
        time.Advance((now ?? new(2026, 11, 2, 7, 0, 0, TimeSpan.Zero)) - time.GetUtcNow());
        return new(tables, time);
    }

    public static Subject Person(string name) => new(SubjectId.Of("https://paper.test", null, name), "paper", "https://paper.test", null, name, name);

    public static AutomationContent Content(string prompt = "overdue expenses of my team", string cron = "0 8 * * 1") =>
        new("Overdue expenses", prompt, new Trigger.Schedule(cron, "Europe/Berlin"), [], []);

    /// <summary>The store as another instance of the app has it.</summary>
    public AutomationStore Another(SecretClient? vault = null) => new(Tables, new PersonSeal(new PersonSecrets(vault ?? Vault, Tables), Time), Time);

    public async Task<Automation> ActiveAsync(Subject author, AutomationContent? content = null, DateTimeOffset? due = null, ThreadId? sharedWith = null)
    {
        var agreed = content ?? Content();
        var now = Time.GetUtcNow();
        var automation = new Automation(
            AutomationId.New(), author, AutomationState.Active, agreed, null, ThreadId.New(), sharedWith, now, now, due ?? WakeTimes.Of(agreed.Trigger, now)?.After(now), null, default);
        await Store.AddAsync(automation, default);
        return automation;
    }

    public async Task<ImmutableArray<DueEntry>> DueAsync(DateTimeOffset now)
    {
        var due = new List<DueEntry>();
        await foreach (var entry in Store.DueAsync(now, default))
            due.Add(entry);

        return [.. due];
    }
}
