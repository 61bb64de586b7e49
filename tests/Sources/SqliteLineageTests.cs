using Onbehalf.Sources;

namespace Onbehalf.Tests.Sources;

/// <summary>The columns that a query touched are the engine's account of the compiled statement, whatever its text looks like.</summary>
public sealed class SqliteLineageTests(ExpenseFile file) : IClassFixture<ExpenseFile>
{
    [Theory]
    [InlineData("SELECT id FROM orders", "orders(id)")]
    [InlineData("SELECT count(*) FROM orders", "orders()")]
    [InlineData("SELECT id FROM orders WHERE note LIKE 'n%' ORDER BY amount", "orders(amount,id,note)")]
    [InlineData("SELECT * FROM regions", "regions(id,name)")]
    [InlineData("SELECT o.amount FROM orders o JOIN regions r ON r.id = o.id", "orders(amount,id) regions(id)")]
    [InlineData("SELECT amount FROM orders JOIN regions USING (id)", "orders(amount,id) regions(id)")]
    [InlineData("SELECT 1 FROM regions a NATURAL JOIN regions b", "regions(id,name)")]
    [InlineData("SELECT id FROM orders WHERE customer IN (SELECT name FROM regions)", "orders(customer,id) regions(name)")]
    [InlineData("WITH c AS (SELECT id, note FROM orders) SELECT id FROM c", "orders(id,note)")]
    [InlineData("SELECT (SELECT max(amount) FROM orders) FROM regions", "orders(amount) regions()")]
    [InlineData("SELECT 'note', id -- note\n FROM orders", "orders(id)")]
    [InlineData("SELECT 1", "")]
    public async Task A_query_touches_exactly_what_the_engine_reads(string sql, string expected) => Assert.Equal(expected, await TouchedAsync(sql));

    [Theory]
    [InlineData("SELECT note, id FROM (SELECT 'z' AS note) a /* /* */ NATURAL FULL JOIN orders b LIMIT 4", "orders(id,note)")]
    [InlineData("SELECT a.id, b.id AS [ ' ] FROM orders a JOIN orders b USING(note) WHERE a.id < b.id LIMIT 5", "orders(id,note)")]
    [InlineData("SELECT a.id FROM orders a JOIN orders b USING('note')", "orders(id,note)")]
    [InlineData("SELECT a.id FROM orders a JOIN orders b USING(`note`)", "orders(id,note)")]
    [InlineData("SELECT a.id FROM orders a LEFT JOIN orders b USING(\"note\", [amount])", "orders(amount,id,note)")]
    [InlineData("SELECT count(*) FROM orders NATURAL FULL JOIN (SELECT 1 AS amount)", "orders(amount)")]
    [InlineData("SELECT 1 FROM (SELECT 'z' AS note) NATURAL RIGHT JOIN orders", "orders(note)")]
    [InlineData("SELECT count(*) FROM (SELECT name AS note FROM regions) NATURAL JOIN orders", "orders(note) regions(name)")]
    [InlineData(";; SELECT 1 FROM orders JOIN (SELECT '' AS note) USING (note)", "orders(note)")]
    public async Task A_column_that_only_a_join_compares_is_touched_however_it_is_spelt(string sql, string expected) => Assert.Equal(expected, await TouchedAsync(sql));

    [Theory]
    [InlineData("SELECT id FROM orders a JOIN (SELECT 1 AS id) b USING (id) WHERE 'note amount' <> ''", "orders(id)")]
    [InlineData("SELECT 1 AS note FROM orders NATURAL JOIN (SELECT 2 AS id)", "orders(id)")]
    [InlineData("WITH orders AS (SELECT 1) SELECT count(*) FROM orders", "")]
    [InlineData("WITH orders AS (SELECT 1 AS note) SELECT note FROM orders NATURAL JOIN (SELECT 1 AS note)", "")]
    [InlineData("SELECT count(*) FROM regions NATURAL JOIN (SELECT 1 AS note)", "regions()")]
    [InlineData("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i, name FROM n LEFT JOIN regions ON id = i", "regions(id,name)")]
    [InlineData("SELECT e.value FROM regions r, json_each(json_array(r.id)) e", "regions(id)")]
    [InlineData("SELECT sum(amount) OVER (PARTITION BY customer ORDER BY id) FROM orders", "orders(amount,customer,id)")]
    [InlineData("SELECT id FROM orders WHERE id = 2 OR amount = 40 UNION SELECT id FROM regions EXCEPT SELECT 9 ORDER BY 1", "orders(amount,id) regions(id)")]
    public async Task Words_that_no_stored_column_stands_behind_close_nothing(string sql, string expected) => Assert.Equal(expected, await TouchedAsync(sql));

    [Fact]
    public async Task A_viewer_without_the_joined_column_is_not_covered_and_one_with_it_is()
    {
        var answer = await file.AskAsync(file.Alice, "SELECT a.id FROM orders a JOIN orders b USING('secret')");

        var (carol, finance) = (await file.Source.OfAsync(file.Carol, CancellationToken.None), await file.Source.OfAsync(TestPeople.Authority("gina", groups: "finance"), CancellationToken.None));

        Assert.DoesNotContain(answer.Touched, touched => carol!.Cover(touched, isAsker: false));
        Assert.All(answer.Touched, touched => Assert.True(finance!.Cover(touched, isAsker: false)));
    }

    private async Task<string> TouchedAsync(string sql) =>
        string.Join(' ', Assert.IsType<QueryOutcome.Rows>(await file.AskAsync(file.Bob, sql)).Touched.Select(static t => $"{t.Relation}({string.Join(',', t.Columns)})"));
}
