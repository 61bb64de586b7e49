using System.Collections.Immutable;
using System.Diagnostics;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Sources;

/// <summary>Measures allocations of the whole process, so nothing may run in parallel.</summary>
[CollectionDefinition(nameof(LargeResultTests), DisableParallelization = true)]
public sealed class LargeResultsAlone;

/// <summary>Whatever a query returns, no more of it is held than a result may have.</summary>
[Collection(nameof(LargeResultTests))]
public sealed class LargeResultTests(CompanyCopy company) : IClassFixture<CompanyCopy>
{
    private const int Limit = 100_000;

    private static string? _huge;

    [Theory]
    [InlineData("select repeat('x', 100000000)")]
    [InlineData("select repeat('x', 20000000), repeat('é', 10000000), 7, repeat('z', 20000000) from generate_series(1, 3)")]
    [InlineData("select to_json(repeat('x', 20000000)), decode(repeat('00', 10000000), 'hex')")]
    [InlineData("select array_agg(g) from generate_series(1, 400000) g")]
    [InlineData("select string_to_array(repeat('ab,', 400000), ',')")]
    [InlineData("select row(repeat('x', 20000000), 1)")]
    [InlineData("select repeat('x', 3000) from generate_series(1, 1000)")]
    public async Task A_result_is_cut_while_it_arrives(string sql)
    {
        await company.RowsAsync("bob", "select 1");
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var answer = await company.AskAsync("bob", sql, new(1_000, Limit, TimeSpan.FromSeconds(10)));

        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 20_000_000);
        var table = Assert.IsType<QueryOutcome.Rows>(answer).Table;
        Assert.True(table.Truncated);
        Assert.NotEmpty(table.Rows);
        Assert.InRange(table.Rows.Sum(static row => row.Sum(static cell => cell is string text ? text.Length : 8)), 1, Limit + 100);
        Assert.Single((await company.RowsAsync("bob", "select 1 as still_there")).Table.Rows);
    }

    [Theory]
    [InlineData("select repeat('x', 268435456)")]
    [InlineData("select repeat('x', 1073741000)")]
    [InlineData("select id, body from {0}.huge")]
    [InlineData("select id, h from {0}.huge h")]
    public async Task A_cell_of_hundreds_of_megabytes_is_cut_or_out_of_time(string sql)
    {
        var place = await HugeAsync();
        var (before, started) = (GC.GetTotalAllocatedBytes(precise: true), Stopwatch.GetTimestamp());

        var answer = await company.AskAsync("bob", sql.Replace("{0}", place, StringComparison.Ordinal), new(1_000, Limit, TimeSpan.FromSeconds(2)));

        Assert.True(answer is QueryOutcome.Rows { Table.Truncated: true } or QueryOutcome.Failed { Code: RefusalCodes.Limit }, $"{Said.Of(answer),-200}"[..200]);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 20_000_000);
        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 60);
    }

    [Fact]
    public async Task A_row_too_large_to_be_shown_is_not_changed_and_stays_at_the_server()
    {
        var place = await HugeAsync();
        var before = GC.GetTotalAllocatedBytes(precise: true);

        var large = await company.PreviewAsync("bob", new(ChangeOperation.Update, $"{place}.huge", Key("1"), Body));
        var beside = await company.PreviewAsync("bob", new(ChangeOperation.Update, $"{place}.huge", Key("2"), Body));

        Assert.Equal(RefusalCodes.Limit, Assert.IsType<ChangePreview.Refused>(large).Code);
        Assert.Equal("small", Assert.IsType<ChangePreview.Ready>(beside).Old["body"]);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 20_000_000);
    }

    private static readonly ImmutableSortedDictionary<string, string?> Body = ImmutableSortedDictionary<string, string?>.Empty.Add("body", "new");

    private static ImmutableSortedDictionary<string, string?> Key(string id) => ImmutableSortedDictionary<string, string?>.Empty.Add("id", id);

    /// <summary>The schema of a table that no test changes, with a body of 60 million characters.</summary>
    private async Task<string> HugeAsync()
    {
        if (_huge is { } known)
            return known;
        var place = $"huge{Guid.NewGuid().ToString("n")[..8]}";
        await company.AlterAsync($"create schema {place}; grant usage on schema {place} to sales; create table {place}.huge (id int primary key, body text); insert into {place}.huge values (1, repeat('x', 60000000)), (2, 'small'); grant select, update on {place}.huge to sales");
        return _huge = place;
    }

    [Theory]
    [InlineData("select 'é' || repeat('x', 5000), null::text, ''", "xxxxx\",null,\"\"]]")]
    [InlineData("select '\\x00ff'::bytea, ''::bytea, '{\"a\": [1]}'::jsonb, '[2]'::json", "[[\"\\\\x00ff\",\"\\\\x\",\"{\\u0022a\\u0022: [1]}\",\"[2]\"]]")]
    [InlineData("select array[1,2], null::int[], array['a',null], interval '1 day', 'abc'::char(5), 'x'::\"char\"", "[[\"{1,2}\",null,\"{a,NULL}\",\"1 day\",\"abc  \",\"x\"]]")]
    [InlineData("select 1.50::numeric, true, 'b'::varchar(3), date '2026-01-02', timestamp '2026-01-02 03:04:05', 5::bigint, 'a b'::tsvector", "[[\"1.50\",true,\"b\",\"2026-01-02\",\"2026-01-02 03:04:05\",5,")]
    public async Task A_result_that_fits_comes_whole(string sql, string expected)
    {
        var answer = await company.RowsAsync("bob", sql);

        Assert.Contains(expected, Said.Of(answer), StringComparison.Ordinal);
        Assert.False(answer.Table.Truncated);
    }

    [Fact]
    public async Task An_error_that_quotes_a_long_value_is_short()
    {
        var answer = Assert.IsType<QueryOutcome.Failed>(await company.AskAsync("bob", "select repeat('x', 1000000)::int"));

        Assert.InRange(answer.Text.Length, 10, 1_001);
    }
}
