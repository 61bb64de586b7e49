using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;
using SQLitePCL;

namespace Onbehalf.Tests.Sources;

/// <summary>The memory of a query is its own: bounded whatever it asks for, and nobody else's reason to fail.</summary>
public sealed class SqliteMemoryTests(ExpenseFile file) : IClassFixture<ExpenseFile>
{
    private const long Mebibyte = 1024 * 1024;
    private const string Heavy = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(DISTINCT printf('%.9000c', 'x') || i) FROM n";

    [Fact]
    public async Task Nobodys_query_fails_because_of_anothers()
    {
        using var stop = new CancellationTokenSource(TimeSpan.FromSeconds(6));
        var heavy = ((string[])["carol", "dan", "erin"]).Select(name => Task.Run(() => WhileAsync(() => file.AskAsync(TestPeople.Authority(name, groups: name == "carol" ? "cfo" : "sales"), Heavy), stop.Token))).ToArray();

        var light = await WhileAsync(() => file.AskAsync(file.Bob, "SELECT customer, count(*), sum(amount) FROM orders GROUP BY 1 ORDER BY 2"), stop.Token);

        Assert.All(light, static answer => Assert.True(answer is QueryOutcome.Rows, Said.Of(answer)));
        Assert.NotEmpty(light);
        Assert.All((await Task.WhenAll(heavy)).SelectMany(static answers => answers), static answer => Assert.StartsWith("LIMIT: ", Said.Of(answer), StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("count(DISTINCT printf('%.90000c', 'x') || i)")]
    [InlineData("length(json_group_array(printf('%.900000c', 'x')))")]
    [InlineData("count(*) OVER (ORDER BY printf('%.90000c', i))")]
    [InlineData("length(json_group_object(i, hex(zeroblob(400000))))")]
    public async Task What_grows_without_end_is_refused_at_the_limit_and_given_back(string grows)
    {
        var answer = await file.AskAsync(file.Bob, $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT {grows} FROM n", limits: new(1_000, 1_048_576, TimeSpan.FromSeconds(10)));

        Assert.Equal("LIMIT: memory.", Said.Of(answer));
        Assert.IsType<QueryOutcome.Rows>(await file.AskAsync(file.Bob, "SELECT id FROM orders"));
    }

    [Fact]
    public async Task Hundreds_of_giant_values_at_once_never_exist_at_once()
    {
        raw.sqlite3_memory_highwater(1);
        var before = raw.sqlite3_memory_used();

        var answer = await file.AskAsync(file.Bob, $"SELECT {string.Join(", ", Enumerable.Range(0, 60).Select(static i => $"max({string.Join(", ", Enumerable.Range(0, 12).Select(j => $"printf('%.9{i % 10}{j:00}00c','x')"))})"))}");

        Assert.StartsWith("LIMIT: memory.", Said.Of(answer), StringComparison.Ordinal);
        Assert.True(raw.sqlite3_memory_highwater(0) - before < 256 * Mebibyte);
    }

    [Fact]
    public async Task A_row_beyond_the_limit_in_bytes_is_cut_before_it_is_copied()
    {
        var answer = Assert.IsType<QueryOutcome.Rows>(await file.AskAsync(file.Bob, "SELECT 1 AS a UNION ALL SELECT printf('%.900000c', 'x') UNION ALL SELECT zeroblob(900000)"));

        Assert.True(answer.Table.Truncated);
        Assert.Equal(2, answer.Table.Rows.Length);
    }

    [Fact]
    public async Task A_file_with_a_giant_cell_closes_that_table_alone()
    {
        var path = file.Write("giant", "CREATE TABLE notes (id INTEGER PRIMARY KEY, body BLOB); INSERT INTO notes VALUES (1, zeroblob(300000000)); CREATE TABLE fine (id INTEGER); INSERT INTO fine VALUES (1);");
        using var source = ExpenseFile.Open(path, policy: """
            {"providers":["local"],"tables":{"notes":{"grants":[{"to":"everyone","columns":["id","body"],"rows":"all"}]},"fine":{"grants":[{"to":"everyone","columns":["id"],"rows":"all"}]}}}
            """);
        QueryLimits limits = new(100, 100_000, TimeSpan.FromSeconds(2));

        Assert.Contains("[[1]]", Said.Of(await source.QueryAsync(file.Bob, new("SELECT count(*) FROM fine"), limits, CancellationToken.None)), StringComparison.Ordinal);
        Assert.Equal("LIMIT: what you may see of notes is too large to be queried here.", Said.Of(await source.QueryAsync(file.Bob, new("SELECT id FROM notes"), limits, CancellationToken.None)));
    }

    private static async Task<List<QueryOutcome>> WhileAsync(Func<Task<QueryOutcome>> ask, CancellationToken stop)
    {
        var answers = new List<QueryOutcome>();
        while (!stop.IsCancellationRequested)
            answers.Add(await ask());
        return answers;
    }
}
