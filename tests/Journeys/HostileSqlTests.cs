using System.Text.Json;
using Onbehalf.Tests.Fixtures.PuppetModel;

namespace Onbehalf.Tests.Journeys;

/// <summary>SQL that fails, loops, floods or tries to leave ends as a result with a code; the turn completes and the next one is served.</summary>
[Collection(PuppetJourneys.Name)]
public sealed class HostileSqlTests(PuppetWorld world)
{
    [Theory]
    [InlineData("company", "SELECT FROM WHERE", "SHAPE")]
    [InlineData("company", "SELECT amount / (amount - amount) FROM deals", "SHAPE")]
    [InlineData("company", "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t", "LIMIT")]
    [InlineData("expenses", "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t", "LIMIT")]
    [InlineData("company", "SELECT salary FROM employees", "NOT_FOUND")]
    [InlineData("company", "SELECT unicorns FROM employees", "NOT_FOUND")]
    [InlineData("company", "SELECT 1; SELECT 2", "SHAPE")]
    [InlineData("company", "DELETE FROM deals", "SHAPE")]
    [InlineData("company", "SELECT pg_read_file('/etc/passwd')", "NOT_FOUND")]
    [InlineData("company", "SET ROLE hr", "SHAPE")]
    [InlineData("nowhere", "SELECT 1", "NOT_FOUND")]
    [InlineData("expenses", "ATTACH DATABASE '/etc/passwd' AS x", "SHAPE")]
    public async Task A_statement_that_cannot_be_answered_ends_with_a_code(string source, string sql, string code)
    {
        var (turn, result) = await QueryAsync(source, sql);

        Assert.Equal("completed", turn.At("status"));
        Assert.Equal(code, turn.Steps().Single().At("note"));
        Assert.StartsWith($"{code}: ", result, StringComparison.Ordinal);
        Assert.Equal("1762", (await QueryAsync("company", Sql.Deals)).Result.Split('\n')[1]);
    }

    [Fact]
    public async Task A_million_rows_end_at_the_limit_and_the_reply_says_that_it_was_cut()
    {
        var (turn, result) = await QueryAsync("company", "SELECT a.id FROM deals a, deals b LIMIT 1000000");
        var reply = await world.App.ReplyAsync("bob", turn.At("id")!.Split('-')[0]);

        var block = reply.GetProperty("blocks")[0];
        Assert.Equal("true", block.At("truncated"));
        Assert.Equal(1_000, block.GetProperty("rows").GetArrayLength());
        Assert.Contains("cut at the limit", result, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_row_of_many_megabytes_ends_at_the_limit()
    {
        var (turn, result) = await QueryAsync("company", "SELECT repeat(title, 1000000) FROM deals LIMIT 3");

        Assert.Equal("completed", turn.At("status"));
        Assert.True(result.Length < 20_000);
    }

    private async Task<(JsonElement Turn, string Result)> QueryAsync(string source, string sql)
    {
        var question = PuppetWorld.Fresh("query");
        world.Puppet.When(question).Reply(Sql.Query(source, sql), PuppetLine.Say("done"));
        var turn = await world.App.AskAsync("bob", await world.App.OpenThreadAsync("bob"), question);
        return (turn, world.Puppet.Requests.Last(request => request.LastUserText.Contains(question, StringComparison.Ordinal)).ToolResults[^1]);
    }
}
