using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;
using Onbehalf.Sources.Sqlite;
using Onbehalf.Tests.Fixtures;
using Xunit.Abstractions;

namespace Onbehalf.Tests.Sources.Lineage;

/// <summary>
/// Whatever a query is, the values of a column and the rows of a table that its evidence does not name make no difference to its result. ONBEHALF_TEST_LINEAGE is the number of
/// answered queries, ONBEHALF_TEST_SEED the first seed. A counterexample is printed with its smallest schema.
/// </summary>
public sealed class SqliteLineageSoundnessTests(ExpenseFile file, ITestOutputHelper output) : IClassFixture<ExpenseFile>
{
    private const int QueriesPerSchema = 25;

    /// <summary>Most texts name a column that is not there. A schema takes longer to make than they do.</summary>
    private const int AttemptsPerSchema = 1_000;

    private static readonly QueryLimits Limits = new(1_000, 1_048_576, TimeSpan.FromSeconds(2));

    [Fact]
    public async Task Moving_values_and_rows_that_are_not_touched_changes_no_result()
    {
        var wanted = TestSize.Of("ONBEHALF_TEST_LINEAGE", small: 500, full: 20_000);
        var (answered, undecided, untouched, recursive, viewed) = (0, 0, 0, 0, 0);

        for (var seed = TestSeed.First; answered < wanted; seed++)
        {
            using var world = new World(file, GeneratedSqlite.Of(new Random(seed)));
            var enough = Math.Min(wanted, answered + QueriesPerSchema);
            for (var n = 0; n < AttemptsPerSchema && answered < enough; n++)
            {
                var sql = world.Schema.Limited();
                if (await world.AskAsync(sql) is not QueryOutcome.Rows { Touched: var touched } before)
                    continue;
                answered++;
                recursive += sql.Contains("RECURSIVE", StringComparison.Ordinal) ? 1 : 0;
                viewed += touched.Any(static one => one.Relation == GeneratedSqlite.View) ? 1 : 0;
                undecided += touched.Any(static one => one.Undecided) ? 1 : 0;
                foreach (var column in touched.Any(static one => one.Undecided) ? [] : world.Untouched(touched))
                {
                    untouched++;
                    if (!Same(before, await world.AskAsync(sql, column)))
                        Assert.Fail(await ExplainAsync(seed, world.Schema, sql, column));
                }
            }
        }

        output.WriteLine($"{answered} queries, {recursive} recursive, {viewed} of a view, {undecided} not understood, {untouched} columns and tables moved");
        Assert.True(undecided * 100 <= answered, $"{undecided} of {answered} programs were not understood");
        Assert.True(untouched > answered);
        Assert.True(recursive * 50 > answered && viewed * 50 > answered, $"of {answered} queries {recursive} were recursive, {viewed} of a view");
    }

    /// <summary>Takes rows out one by one as long as the results still differ.</summary>
    private async Task<string> ExplainAsync(int seed, GeneratedSqlite schema, string sql, (string Table, string Column) moved)
    {
        for (var smaller = true; smaller;)
        {
            smaller = false;
            foreach (var rows in schema.Tables.Select(static table => table.Rows).Where(static rows => rows.Count > 0))
            {
                for (var i = rows.Count - 1; i >= 0; i--)
                {
                    var row = rows[i];
                    rows.RemoveAt(i);
                    using var world = new World(file, schema);
                    if (Same(await world.AskAsync(sql), await world.AskAsync(sql, moved)))
                        rows.Insert(i, row);
                    else
                        smaller = true;
                }
            }
        }

        return $"seed {seed}: {moved} is not in the evidence of\n{sql}\nand changes its result in\n{schema.Script()}";
    }

    private static bool Same(QueryOutcome left, QueryOutcome right) => Said.Of(left) == Said.Of(right) && JsonSerializer.Serialize(left.Touched) == JsonSerializer.Serialize(right.Touched);

    private sealed class World(ExpenseFile file, GeneratedSqlite schema) : IDisposable
    {
        private readonly Dictionary<(string, string), SqliteSource> _sources = [];

        public GeneratedSqlite Schema => schema;

        /// <summary>Every column, and under an empty name the rows of each table, that is not named and not behind a view that is.</summary>
        public IEnumerable<(string Table, string Column)> Untouched(IReadOnlyCollection<Touched> touched)
        {
            var isViewed = touched.Any(static one => one.Relation == GeneratedSqlite.View);
            return schema.Tables.SelectMany(static table => table.Columns.Select(static column => column.Name).Append("").Select(column => (table.Name, column)))
                .Where(part => !touched.Any(one => one.Relation == part.Name && (part.column.Length == 0 || one.Columns.Contains(part.column))))
                .Where(part => !isViewed || !schema.IsBehindView(part.Name, part.column));
        }

        public Task<QueryOutcome> AskAsync(string sql, (string Table, string Column)? moved = null)
        {
            var key = moved ?? ("", "");
            if (!_sources.TryGetValue(key, out var source))
                _sources[key] = source = ExpenseFile.Open(file.Write($"lineage-{Guid.NewGuid():n}", schema.Script(moved)), policy: Policy());
            return source.QueryAsync(file.Bob, new(sql), Limits, CancellationToken.None);
        }

        public void Dispose()
        {
            foreach (var source in _sources.Values)
                source.Dispose();
        }

        private string Policy() => JsonSerializer.Serialize(new
        {
            providers = new[] { "local" },
            tables = schema.Relations.ToDictionary(static relation => relation.Name, static relation => new { grants = new[] { new { to = "everyone", columns = relation.Columns, rows = "all" } } }),
        });
    }
}
