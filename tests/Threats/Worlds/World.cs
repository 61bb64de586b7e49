using Microsoft.Data.Sqlite;
using Onbehalf.Demo;
using Onbehalf.Demo.Company;
using Onbehalf.Sources.Sqlite;
using Onbehalf.Tests.Wiki;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using CompanyRows = Onbehalf.Tests.Journeys.CompanyRows;

namespace Onbehalf.Tests.Threats.Worlds;

/// <summary>One company with an app and a model of its own. Two of them differ in nothing that Bob may see.</summary>
internal sealed class World : IAsyncDisposable
{
    private static readonly string[] HiddenRows =
    [
        "UPDATE company.deals SET amount = amount * 3 + 1000000, title = 'hidden-world' WHERE region <> 'EMEA'",
        "DELETE FROM company.deals WHERE region <> 'EMEA' AND id % 5 = 0",
        "UPDATE company.employees SET salary = 1000000 - salary",
        "DELETE FROM company.tickets WHERE id % 3 = 0",
        "UPDATE company.customers SET name = name || ' hidden-world' WHERE region = 'AMER'",
    ];

    private World(InProcessApp app, Puppet puppet) => (App, Puppet) = (app, puppet);

    public InProcessApp App { get; }

    public Puppet Puppet { get; }

    public static async Task<World> StartAsync(bool other)
    {
        var sidecars = await LocalSidecars.StartWithCompanyAsync();
        var company = new CompanyRows(sidecars, await LocalSidecars.CopyOfCompanyAsync());
        var expenses = Path.Combine(Directory.CreateTempSubdirectory("onbehalf-world-").FullName, ExpensesFile.FileName);
        var original = Path.Combine(DemoData.ExpensesFolder(sidecars), ExpensesFile.FileName);
        File.Copy(original, expenses);
        if (other)
        {
            foreach (var sql in HiddenRows)
                await company.AskAsync(sql);
            ChangeExpenses(expenses);
        }

        var puppet = await Puppet.StartAsync();
        var sources = company.Sources.Replace(original, expenses, StringComparison.Ordinal);
        var world = new World(await InProcessApp.StartAsync(PuppetWorld.Settings(puppet, company, ("ONBEHALF_SOURCES", sources))), puppet);
        await world.WriteAsync(other);
        await world.LookAsync();
        return world;
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Puppet.DisposeAsync();
    }

    /// <summary>Pages in spaces that Bob may not read, about everything that his searches look for.</summary>
    private async Task WriteAsync(bool other)
    {
        var space = await App.SpaceAsync("alice", other ? "Hidden" : "Plans", ["hr"], ["hr"]);
        await App.PageAsync("alice", space, "Secret plan", other ? "hotels hotels hotels salary review" : "nothing");
        for (var n = 0; other && n < 7; n++)
            await App.PageAsync("alice", space, $"Travel policy {n}", "hotels salary review plan discounts renewals policy");
    }

    /// <summary>Everybody's part of the sources is known before the first question: a look that a busy machine cuts short is no difference of two worlds.</summary>
    private async Task LookAsync()
    {
        foreach (var person in WorldStep.Speakers.Distinct())
            (await (await App.AsAsync(person)).SendAsync("GET", "api/me/access")).Ok();
    }

    private static void ChangeExpenses(string path)
    {
        // The engine's limit on memory counts for the whole process: one that another test's statement set must not refuse this.
        using var held = SqliteLane.Hold();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = """
            DELETE FROM expenses WHERE id % 4 = 0 AND employee <> 'bob' AND coalesce(manager, '') <> 'bob';
            UPDATE expenses SET amount = amount * 7, category = 'hidden-world' WHERE employee <> 'bob' AND coalesce(manager, '') <> 'bob';
            UPDATE expenses SET iban = 'hidden-world';
            """;
        command.ExecuteNonQuery();
    }
}
