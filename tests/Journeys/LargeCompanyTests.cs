using System.Text.Json;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Fixtures.PuppetModel;

namespace Onbehalf.Tests.Journeys;

/// <summary>A database with many hundred tables: the model receives as much as it can read, and the access is recorded.</summary>
public sealed class LargeCompanyTests : IAsyncLifetime
{
    private const int Tables = 700;

    private Puppet _puppet = null!;
    private InProcessApp _app = null!;

    public async Task InitializeAsync()
    {
        var company = new CompanyRows(await LocalSidecars.StartWithCompanyAsync(), await LocalSidecars.CopyOfCompanyAsync());
        await company.AskAsync($$"""
            DO $$ BEGIN
              FOR n IN 1..{{Tables}} LOOP
                EXECUTE format('CREATE TABLE company.shipments_of_%s (id int primary key, %s)', n, (SELECT string_agg(format('measured_%s numeric(12,2)', m), ', ') FROM generate_series(1, 14) m));
                EXECUTE format('GRANT SELECT ON company.shipments_of_%s TO employees', n);
              END LOOP;
            END $$
            """);
        _puppet = await Puppet.StartAsync();
        _app = await InProcessApp.StartAsync(PuppetWorld.Settings(_puppet, company));
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        await _puppet.DisposeAsync();
    }

    [Fact]
    public async Task A_question_is_answered_and_what_was_looked_at_is_on_record()
    {
        var thread = await _app.OpenThreadAsync("bob", "alice");
        var question = PuppetWorld.Fresh("how much was shipped");
        _puppet.When(question).Reply(
            PuppetLine.Call("describe_data", new { }),
            PuppetLine.Call("describe_data", new { source = "company", tables = new[] { "shipments_of_650", "company.shipments_of_651" } }),
            PuppetLine.Call("describe_data", new { source = "company", tables = new[] { "shipments_of_650", "payroll" } }),
            Sql.Company("SELECT sum(measured_3) AS m FROM company.shipments_of_650"),
            PuppetLine.Say("nothing"));

        var turn = await _app.AskAsync("bob", thread, question);

        Assert.Equal("completed", turn.At("status"));
        Assert.Equal(["succeeded", "succeeded", "refused", "succeeded"], turn.Steps().Select(static step => step.At("status")));
        var results = _puppet.Requests.Last(request => request.LastUserText == question).ToolResults;
        Assert.InRange(results[0].Length, 10_000, 33_000);
        Assert.Contains("- company.shipments_of_7\n", results[0], StringComparison.Ordinal);
        Assert.DoesNotContain("measured_3", results[0], StringComparison.Ordinal);
        Assert.Contains("- company.shipments_of_650(id integer, measured_1 numeric(12,2)", results[1], StringComparison.Ordinal);
        Assert.Contains("shipments_of_651(", results[1], StringComparison.Ordinal);
        Assert.Equal("NOT_FOUND: no such table: payroll.", results[2]);
        Assert.All(_puppet.Requests.Where(request => request.LastUserText == question), static request => Assert.InRange(request.Text.Length, 1_000, 150_000));
        var looked = Assert.Single(await _app.AuditAsync("bob", $"thread={thread}&resource=company.shipments_of_651&decision=succeeded"), static row => row.GetProperty("resource").GetProperty("columns").GetArrayLength() > 0);
        Assert.Equal(30, looked.GetProperty("resource").GetProperty("columns").GetArrayLength());
    }
}
