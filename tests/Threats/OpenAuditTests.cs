using System.Text.Json;
using Onbehalf.Ids;
using Onbehalf.Tests.Fixtures.PuppetModel;
using Onbehalf.Tests.Journeys;
using Onbehalf.Threads;

namespace Onbehalf.Tests.Threats;

/// <summary>An auditor without access reads the open part of the audit, so a model that writes names must find no way into it.</summary>
[Collection(PuppetThreats.Name)]
public sealed class OpenAuditTests(PuppetWorld world)
{
    private const string Secret = "ines_horvat_earns_310000";

    /// <summary>An id that anybody could make up, with as much room as an id has.</summary>
    private static readonly string Id = "ineshorvat310000aaaaaaaa"[..RandomName.Length].Replace('0', '2').Replace('1', '3');

    [Fact]
    public async Task No_name_that_a_model_chose_is_in_the_open_part_of_any_record_or_export()
    {
        var question = PuppetWorld.Fresh("names of its own");
        world.Puppet.When(question).Reply(
            PuppetLine.Calls(
                ("query_data", new { source = "company", sql = $"select count(*) as \"{Secret}\" from (select id from company.deals) {Secret} /* {Secret} */" }),
                ("query_data", new { source = "expenses", sql = $"with {Secret} as (select iban as [{Secret}] from expenses) select * from {Secret}" }),
                ("query_data", new { source = Secret, sql = $"select {Secret}" })),
            PuppetLine.Calls(
                ("describe_data", new { source = "company", tables = new[] { Secret } }),
                ("change_data", new { source = "company", operation = "update", table = Secret, key = new Dictionary<string, int> { [Secret] = 1 }, values = new Dictionary<string, int> { [Secret] = 1 } }),
                ("read_page", new { page = $"s{Id}-p{Id}" }),
                ("forget", new { id = $"k{Id}" })),
            PuppetLine.Call("describe_data", new { source = "company" }),
            PuppetLine.Say("done"));
        var thread = await world.App.OpenThreadAsync("bob");

        await world.App.AskAsync("bob", thread, question);
        var rows = await world.App.AuditAsync("frank", $"thread={thread}");

        Assert.Contains(rows, static row => row.At("shape") == "select company.deals(id)");
        AssertUnreadable(await OpenAsync(thread, rows));
    }

    [Fact]
    public async Task A_tool_that_is_named_by_the_model_alone_has_no_name_in_the_open_part()
    {
        var question = PuppetWorld.Fresh("tools of its own");
        world.Puppet.When(question).Reply(
            PuppetLine.Calls(
                ($"tasks_{Secret}", new Dictionary<string, int> { [Secret] = 1 }), (Secret, new { }), ("tasks_list_tasks", new Dictionary<string, int> { [Secret] = 1 })),
            PuppetLine.Call("describe_data", new { source = "company" }),
            PuppetLine.Say("done"));
        var thread = await world.App.OpenThreadAsync("bob");

        await world.App.AskAsync("bob", thread, question);
        var rows = await world.App.AuditAsync("frank", $"thread={thread}");

        Assert.Contains(rows, static row => row.At("tool") == "tasks_list_tasks" && row.At("resource", "source") == "tasks");
        Assert.Contains(rows, static row => row.At("resource", "source") == "tasks" && row.At("tool") is null);
        AssertUnreadable(await OpenAsync(thread, rows));
    }

    [Fact]
    public async Task The_record_of_a_call_names_the_sources_in_its_context_of_this_turn_and_the_turns_before()
    {
        var (first, second) = (PuppetWorld.Fresh("expenses, then deals"), PuppetWorld.Fresh("more deals"));
        world.Puppet.When(first).Reply(
            Sql.Query("expenses", Sql.Expenses), Sql.Company(Sql.Deals), PuppetLine.Call("describe_data", new { source = "company" }), PuppetLine.Say("done"));
        world.Puppet.When(second).Reply(Sql.Company(Sql.Deals), PuppetLine.Say("done"));
        var thread = await world.App.OpenThreadAsync("bob");
        await world.App.AskAsync("bob", thread, first);
        await world.App.AskAsync("bob", thread, second);

        var rows = await world.App.AuditAsync("frank", $"thread={thread}");
        var open = await OpenAsync(thread, rows);

        var calls = rows.Where(static row => row.At("action") == "tool-call").OrderBy(static row => row.GetProperty("at").GetDateTimeOffset());
        Assert.Equal(
            ["", "expenses", "company expenses", "company expenses"],
            calls.Where(static row => row.At("phase") == "outcome").Select(static row => string.Join(' ', row.GetProperty("contextSources").EnumerateArray())));
        Assert.Contains("\"contextSources\":[\"company\",\"expenses\"]", open, StringComparison.Ordinal);
        Assert.Contains(",\"company expenses\"\r\n", open, StringComparison.Ordinal);
        Assert.True((await (await world.App.AsAsync("bob")).SendAsync("GET", "api/audit/verify")).Text.Contains("\"intact\":true", StringComparison.Ordinal));
    }

    /// <summary>Every byte that the auditor gets about a thread.</summary>
    private async Task<string> OpenAsync(string thread, JsonElement[] rows)
    {
        var client = await world.App.AsAsync("frank");
        var files = new[] { "jsonl", "csv" }.Select(async format => (await client.SendAsync("GET", $"api/audit/export?format={format}&thread={thread}")).Text);
        return string.Join('\n', rows.Select(static row => row.GetRawText()).Concat(await Task.WhenAll(files)));
    }

    private static void AssertUnreadable(string open)
    {
        Assert.DoesNotContain(Secret, open, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(Id, open, StringComparison.OrdinalIgnoreCase);
    }
}
