using Onbehalf.Sources;

namespace Onbehalf.Tests.Sources;

/// <summary>The lineage of a query comes from the engine, and is exactly what the engine would check.</summary>
public sealed class PostgresLineageTests(EscapeDatabase world) : IClassFixture<EscapeDatabase>
{
    public static TheoryData<string, string> Queries => new()
    {
        { "SELECT id FROM orders", "app.orders(id)" },
        { "SELECT count(*) FROM orders", "app.orders()" },
        { "SELECT id FROM orders WHERE note LIKE 'n%'", "app.orders(id,note)" },
        { "SELECT id FROM orders ORDER BY amount", "app.orders(amount,id)" },
        { "SELECT owner FROM orders GROUP BY owner HAVING sum(amount) > 1", "app.orders(amount,owner)" },
        { "SELECT o.id FROM orders o JOIN regions r ON r.order_id = o.id", "app.orders(id) app.regions(order_id)" },
        { "SELECT title FROM orders JOIN regions USING (id)", "app.orders(id) app.regions(id,title)" },
        { "SELECT 1 FROM plain NATURAL JOIN regions", "app.plain(id) app.regions(id)" },
        { "SELECT * FROM plain", "app.plain(id,name)" },
        { "SELECT p FROM plain p", "app.plain(id,name)" },
        { "SELECT row_to_json(p) FROM plain p", "app.plain(id,name)" },
        { "SELECT plain FROM plain", "app.plain(id,name)" },
        { "WITH c AS (SELECT id, note FROM orders) SELECT id FROM c", "app.orders(id,note)" },
        { "WITH RECURSIVE r AS (SELECT id FROM plain UNION SELECT o.id FROM orders o JOIN r ON r.id = o.id) SELECT * FROM r", "app.orders(id) app.plain(id)" },
        { "SELECT id FROM plain UNION ALL SELECT id FROM regions", "app.plain(id) app.regions(id)" },
        { "SELECT id FROM plain WHERE EXISTS (SELECT FROM orders o WHERE o.customer = plain.name)", "app.orders(customer) app.plain(id,name)" },
        { "SELECT (SELECT max(amount) FROM orders)", "app.orders(amount)" },
        { "SELECT x.n FROM plain CROSS JOIN LATERAL (SELECT count(*) AS n FROM regions r WHERE r.id = plain.id) x", "app.plain(id) app.regions(id)" },
        { "SELECT sum(amount) FILTER (WHERE note IS NULL) OVER (PARTITION BY owner ORDER BY placed_on) FROM orders", "app.orders(amount,note,owner,placed_on)" },
        { "SELECT id FROM invoker_view", "app.invoker_view(id) app.orders(amount,id,note,placed_on)" },
        { "SELECT doubled FROM nested_view", "app.invoker_view(amount,id) app.nested_view(doubled) app.orders(amount,id,note,placed_on)" },
        { "SELECT name FROM plain_view", "app.plain_view(name)" },
        { "SELECT 1", "" },
        { "VALUES (1), (2)", "" },
        { "TABLE plain", "app.plain(id,name)" },
        { "SELECT id AS \":relid 5\", ':selectedCols (b 8 9)' AS \"(b 1) {\" FROM plain AS \"{RTE :relid 1}\"", "app.plain(id)" },
        { "SELECT id -- FROM payroll\n FROM plain", "app.plain(id)" },
        { "SELECT 1) q, (SELECT id FROM plain", "" },
    };

    [Theory]
    [MemberData(nameof(Queries))]
    public async Task A_query_touches_exactly_what_the_engine_checks(string sql, string expected)
    {
        var answer = await world.AskAsync(world.Bob, sql);

        if (answer is not QueryOutcome.Rows)
        {
            Assert.Empty(expected);
            return;
        }

        Assert.Equal(expected, string.Join(' ', answer.Touched.Select(static t => $"{t.Relation}({string.Join(',', t.Columns)})")));
        Assert.All(answer.Touched, static t => Assert.False(t.Undecided));
    }

    [Fact]
    public async Task Row_rules_are_recorded_with_whether_they_depend_on_who_asks()
    {
        var orders = Assert.Single((await world.AskAsync(world.Bob, "SELECT id FROM orders")).Touched);
        var regions = Assert.Single((await world.AskAsync(world.Bob, "SELECT id FROM regions")).Touched);
        var plain = Assert.Single((await world.AskAsync(world.Bob, "SELECT id FROM plain")).Touched);

        Assert.True(orders.DependsOnAsker);
        Assert.False(regions.DependsOnAsker);
        Assert.Equal("permit (region = 'EMEA'::text)", Assert.Single(regions.RowRules));
        Assert.Empty(plain.RowRules);
    }

    [Fact]
    public async Task People_under_the_same_rule_record_the_same_rule_and_others_do_not()
    {
        var bob = Assert.Single((await world.AskAsync(world.Bob, "SELECT id FROM regions")).Touched);
        var mallory = Assert.Single((await world.AskAsync(world.Mallory, "SELECT id FROM regions")).Touched);
        var erin = Assert.Single((await world.AskAsync(world.Erin, "SELECT id FROM regions")).Touched);

        Assert.Equal(bob.RowRules.AsEnumerable(), mallory.RowRules.AsEnumerable());
        Assert.NotEqual(bob.RowRules.AsEnumerable(), erin.RowRules.AsEnumerable());
    }

    [Fact]
    public async Task A_function_of_the_databases_own_makes_the_touch_undecided()
    {
        var answer = await world.AskAsync(world.Bob, "SELECT p.peek FROM plain p");

        Assert.All(answer.Touched, static t => Assert.True(t.Undecided));
    }

    [Fact]
    public async Task An_owners_view_over_row_security_depends_on_who_asks()
    {
        var touched = Assert.Single((await world.AskAsync(world.Bob, "SELECT id FROM owners_view")).Touched);

        Assert.True(touched.DependsOnAsker);
    }

    [Fact]
    public async Task Without_the_right_to_make_temporary_views_the_touch_is_undecided_and_the_query_still_runs()
    {
        await using var own = await RestrictedAsync();

        var answer = await world.AskAsync(world.Alice, "SELECT id FROM app.plain");

        Assert.True(Assert.Single(Assert.IsType<QueryOutcome.Rows>(answer).Touched).Undecided);
    }

    [Fact]
    public async Task Who_may_not_make_temporary_views_is_told_what_to_ask_for_as_long_as_it_is_so()
    {
        string[] during;
        await using (await RestrictedAsync())
        {
            during = [.. (await CatalogAsync(world.Alice)).Flags];
            Assert.Equal(1, world.Pools.Warnings.WithoutLineage);
        }

        Assert.Contains(during, f => f.Contains($"GRANT TEMPORARY ON DATABASE {world.Settings.Database} TO {world.Role("alice")}", StringComparison.Ordinal));
        Assert.DoesNotContain((await CatalogAsync(world.Alice)).Flags, static f => f.Contains("TEMPORARY", StringComparison.Ordinal));
        Assert.Equal(0, world.Pools.Warnings.WithoutLineage);
    }

    private async Task<VisibleCatalog> CatalogAsync(Onbehalf.Identity.Authority person) =>
        Assert.IsType<CatalogOutcome.Visible>(await world.Source.DescribeAsync(person, CancellationToken.None)).Catalog;

    private async Task<IAsyncDisposable> RestrictedAsync()
    {
        await EscapeDatabase.RunAsync(world.Settings.Database, $"REVOKE TEMPORARY ON DATABASE {world.Settings.Database} FROM PUBLIC; GRANT TEMPORARY ON DATABASE {world.Settings.Database} TO {world.Role("sales")}");
        return new Restored(world);
    }

    private sealed class Restored(EscapeDatabase world) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() =>
            await EscapeDatabase.RunAsync(world.Settings.Database, $"GRANT TEMPORARY ON DATABASE {world.Settings.Database} TO PUBLIC");
    }
}
