using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;

namespace Onbehalf.Tests.Sources;

/// <summary>Thousands of tables are a database like any other.</summary>
public sealed class ManyTablesTests(CompanyCopy company, ExpenseFile file) : IClassFixture<CompanyCopy>, IClassFixture<ExpenseFile>
{
    private const int Many = 5_000;
    private const int ManyInFile = 2_000;

    [Fact]
    public async Task A_database_of_five_thousand_tables_is_described_compared_and_asked_in_no_time()
    {
        await company.AlterAsync($"create schema many; grant usage on schema many to public; do $$ begin for i in 1..{Many} loop execute format('create table many.table_%s (id int, region int)', i); end loop; end $$; grant select on all tables in schema many to sales");
        var started = Stopwatch.GetTimestamp();

        var (bob, erin) = (await company.CatalogAsync("bob"), await company.CatalogAsync("erin"));
        var common = CommonSchema.Of([[bob], .. Enumerable.Repeat<IReadOnlyList<VisibleCatalog>>([erin], 6)]);
        var answer = await company.RowsAsync("bob", $"select id from many.table_{Many}");
        var mistake = await company.AskAsync("bob", "select id from many.tabel_7");
        var isOpen = await company.IsOpenAsync(answer, "erin");

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 60);
        Assert.True(isOpen);
        Assert.InRange(common.Text.Length, 1, 16_200);
        Assert.Equal(Many, Assert.Single(common.Catalogs).Tables.Count(static t => t.Schema == "many"));
        Assert.Contains("table_7", Said.Of(mistake), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_thousands_of_tables_is_asked_in_no_time()
    {
        ImmutableArray<string> names = [.. Enumerable.Range(0, ManyInFile).Select(static i => $"t{i}")];
        var policy = JsonSerializer.Serialize(new { providers = new[] { "local" }, tables = names.ToDictionary(static n => n, static _ => new { grants = new[] { new { to = "everyone", columns = new[] { "id" }, rows = "all" } } }) });
        using var source = ExpenseFile.Open(file.Write("many", string.Concat(names.Select(static n => $"CREATE TABLE {n} (id INTEGER); INSERT INTO {n} VALUES (1);"))), policy: policy);
        var started = Stopwatch.GetTimestamp();

        var answer = await source.QueryAsync(file.Bob, new($"SELECT id FROM t{ManyInFile - 1}"), new(10, 10_000, TimeSpan.FromSeconds(2)), default);

        Assert.InRange(Stopwatch.GetElapsedTime(started).TotalSeconds, 0, 60);
        Assert.Equal([$"t{ManyInFile - 1}"], Assert.IsType<QueryOutcome.Rows>(answer).Touched.Select(static t => t.Relation));
    }
}
