using System.Text.Json;
using Onbehalf.Audit;
using Onbehalf.Evidence;
using Onbehalf.Functions.Audit;

namespace Onbehalf.Tests.Audit;

public sealed class AuditFunctionTests
{
    private static readonly Touched Salaries = new("company", "company.employees", ["department", "salary"], []);

    [Fact]
    public async Task An_act_on_thousands_of_columns_is_on_record_with_every_one_of_them()
    {
        await using var world = await AuditWorld.OpenAsync();
        var relations = Enumerable.Range(0, 120).Select(static n => $"warehouse.shipments_of_{n:D4}").ToArray();
        var touched = relations.Select(static relation => new Touched("warehouse", relation, [.. Enumerable.Range(0, 14).Select(static n => $"measured_{n:D3}")], [])).ToArray();
        var entry = world.Call(world.Alice);
        await world.Trail.IntentAsync(entry, default);
        var outcome = entry with { Decision = AuditDecision.Succeeded, Resource = TouchedResource.Of("warehouse", touched) };

        await world.Trail.OutcomeAsync(outcome, default);
        var again = await world.Trail.OutcomeAsync(outcome, default);

        var row = Assert.Single(await world.ItemsAsync<ReadAudit>(world.Alice, $"?resource={relations[^1]}.measured_007")).GetProperty("resource");
        Assert.True(again.AlreadyRecorded);
        Assert.Equal(relations, row.GetProperty("relations").EnumerateArray().Select(static one => one.GetString()));
        Assert.Equal(1_680, row.GetProperty("columns").GetArrayLength());
        Assert.True((await world.VerifyAsync()).IsIntact);
    }

    [Fact]
    public async Task Who_read_salaries_is_answered_with_names()
    {
        await using var world = await TwoPeopleAsync();

        var rows = await world.ItemsAsync<ReadAudit>(world.Frank, "?resource=salary&decision=succeeded");

        var row = Assert.Single(rows);
        Assert.Equal("Alice", row.GetProperty("subject").GetProperty("name").GetString());
        Assert.Equal(world.Alice.Id.Value, row.GetProperty("subject").GetProperty("id").GetString());
        Assert.Equal("agentAttended", row.GetProperty("act").GetString());
        Assert.Equal("outcome", row.GetProperty("phase").GetString());
        Assert.Equal("tool-call", row.GetProperty("action").GetString());
        Assert.Equal(["company.employees"], row.GetProperty("resource").GetProperty("relations").EnumerateArray().Select(static r => r.GetString()));
        Assert.False(row.TryGetProperty("details", out _));
    }

    [Fact]
    public async Task A_person_reads_their_own_acts_with_details_and_nobody_elses()
    {
        await using var world = await TwoPeopleAsync();

        var mine = await world.ItemsAsync<ReadAudit>(world.Alice);
        var others = await world.GetAsync<ReadAudit>(world.Alice, $"?subject={world.Bob.Id}");
        var unknown = await world.GetAsync<ReadAudit>(world.Alice, "?subject=bbbbbbbbbbbbbbbbbbbbbbbbbb");

        Assert.Equal(2, mine.Length);
        Assert.All(mine, row => Assert.Equal("Alice", row.GetProperty("subject").GetProperty("name").GetString()));
        Assert.All(mine, static row => Assert.Equal("select 1", row.GetProperty("details").GetProperty("sql").GetString()));
        Assert.Equal((403, unknown.Body), (others.Status, others.Body));
    }

    [Fact]
    public async Task Reading_others_acts_is_an_act_of_the_auditor_on_record_before_it_happens()
    {
        await using var world = await TwoPeopleAsync();

        await world.ItemsAsync<ReadAudit>(world.Frank, $"?subject={world.Alice.Id}");
        var own = await world.ItemsAsync<ReadAudit>(world.Frank, $"?subject={world.Frank.Id}");

        var row = Assert.Single(own);
        Assert.Equal(("audit-read", "human", "Frank"), (Text(row, "action"), Text(row, "act"), row.GetProperty("subject").GetProperty("name").GetString()));
        Assert.Equal(world.Alice.Id.Value, row.GetProperty("details").GetProperty("subject").GetString());
    }

    [Fact]
    public async Task An_auditor_is_one_only_while_the_directory_says_so()
    {
        await using var world = await TwoPeopleAsync();
        Assert.Equal(200, (await world.GetAsync<ReadAudit>(world.Frank, $"?subject={world.Alice.Id}")).Status);

        world.Regroup("Frank", []);

        Assert.Equal(403, (await world.GetAsync<ReadAudit>(world.Frank, $"?subject={world.Alice.Id}")).Status);
        Assert.All(await world.ItemsAsync<ReadAudit>(world.Frank), static row => Assert.Equal("audit-read", Text(row, "action")));
    }

    [Fact]
    public async Task Every_filter_narrows()
    {
        await using var world = await TwoPeopleAsync();
        var now = world.Time.GetUtcNow();

        foreach (var (query, count) in new (string, int)[]
        {
            ("thread=tthread", 2), ("thread=other", 0), ("tool=query_data", 2), ("tool=change_data", 0), ("decision=allowed", 1), ("decision=Denied", 0),
            ("resource=COMPANY", 2), ("resource=employees", 1), ("resource=deals", 0), ($"to={now.AddHours(-1):O}", 0), ($"from={now.AddHours(-1):O}", 2),
            ($"from={now.AddDays(-70):O}", 2), ("thread=tthread&tool=query_data&decision=succeeded&resource=salary", 1),
        })
        {
            Assert.True(count == (await world.ItemsAsync<ReadAudit>(world.Alice, "?" + query.Replace("+", "%2B", StringComparison.Ordinal))).Length, query);
        }
    }

    [Theory]
    [InlineData("?subject=alice")]
    [InlineData("?decision=maybe")]
    [InlineData("?decision=1")]
    [InlineData("?from=yesterday")]
    [InlineData("?from=2026-02-01&to=2026-01-01")]
    [InlineData("?from=2020-01-01&to=2026-01-01")]
    [InlineData("?limit=0")]
    [InlineData("?continuation=!")]
    [InlineData("?continuation=MTk5MDAx")]
    public async Task A_question_that_makes_no_sense_is_a_problem_and_not_a_guess(string query)
    {
        await using var world = await AuditWorld.OpenAsync();

        Assert.Equal(400, (await world.GetAsync<ReadAudit>(world.Alice, query)).Status);
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_ended()
    {
        await using var world = await AuditWorld.OpenAsync();
        for (var n = 0; n < 5; n++)
            await world.Trail.RecordAsync(world.Call(world.Alice, $"call-{n}"), default);

        var seen = new List<string>();
        string? continuation = null;
        do
        {
            var body = JsonElement.Parse((await world.GetAsync<ReadAudit>(world.Alice, $"?limit=2&continuation={continuation}")).Body);
            var items = body.GetProperty("items").EnumerateArray().Select(static row => Text(row, "callId")!).ToArray();
            Assert.True(items.Length <= 2);
            seen.AddRange(items);
            continuation = body.TryGetProperty("continuation", out var next) ? next.GetString() : null;
        }
        while (continuation is not null);

        Assert.Equal(["call-4", "call-3", "call-2", "call-1", "call-0"], seen);
    }

    [Fact]
    public async Task Verification_answers_for_oneself_or_for_all_and_anchors_what_an_auditor_found_intact()
    {
        await using var world = await TwoPeopleAsync();

        var mine = JsonElement.Parse((await world.GetAsync<VerifyAudit>(world.Alice)).Body);
        var all = JsonElement.Parse((await world.GetAsync<VerifyAudit>(world.Frank)).Body);
        var anchored = JsonElement.Parse((await world.GetAsync<VerifyAudit>(world.Frank)).Body);

        Assert.True(mine.GetProperty("intact").GetBoolean());
        Assert.Equal((1, 2), (mine.GetProperty("chains").GetInt32(), all.GetProperty("chains").GetInt32()));
        Assert.Equal((0, 2), (all.GetProperty("anchored").GetInt32(), anchored.GetProperty("anchored").GetInt32()));

        await world.Table.DeleteEntityAsync(world.ChainOf(world.Alice).Key, AuditKeys.Sequence(1));
        var broken = JsonElement.Parse((await world.GetAsync<VerifyAudit>(world.Alice)).Body);
        Assert.False(broken.GetProperty("intact").GetBoolean());
        Assert.Equal($"{world.ChainOf(world.Alice).Key}-1", broken.GetProperty("firstBad").GetProperty("record").GetString());
    }

    [Fact]
    public async Task An_export_holds_the_same_records_as_lines_and_as_cells()
    {
        await using var world = await TwoPeopleAsync();

        var lines = (await world.GetAsync<ExportAudit>(world.Frank)).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var cells = (await world.GetAsync<ExportAudit>(world.Alice, "?format=csv")).Body.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);

        // Bob's and Alice's reads, and the export itself.
        Assert.Equal(5, lines.Length);
        Assert.Contains(lines, static line => Text(JsonElement.Parse(line), "action") == "audit-export");
        Assert.Equal(3, cells.Length);
        Assert.All(cells[1..], static line => Assert.Contains("\"Alice\"", line, StringComparison.Ordinal));
        Assert.Equal(400, (await world.GetAsync<ExportAudit>(world.Alice, "?format=xml")).Status);
        Assert.Equal(403, (await world.GetAsync<ExportAudit>(world.Alice, $"?subject={world.Bob.Id}")).Status);
    }

    private static string? Text(JsonElement row, string name) => row.GetProperty(name).GetString();

    private static async Task<AuditWorld> TwoPeopleAsync()
    {
        var world = await AuditWorld.OpenAsync();
        var alices = world.Call(world.Alice);
        await world.Trail.IntentAsync(alices, default);
        await world.Trail.OutcomeAsync(alices with { Decision = AuditDecision.Succeeded, Resource = TouchedResource.Of("company", [Salaries]) }, default);
        var bobs = world.Call(world.Bob);
        await world.Trail.IntentAsync(bobs, default);
        await world.Trail.OutcomeAsync(bobs with { Decision = AuditDecision.Refused, Resource = TouchedResource.Of("company", [Salaries]) }, default);
        return world;
    }
}
