namespace Onbehalf.Tests.Demo;

/// <summary>The DBA's grants in the demo company, tested with the people's own logins.</summary>
public sealed class GrantsTests(CompanyDatabase company) : IClassFixture<CompanyDatabase>
{
    private const string Refused = "42501";

    [Theory]
    [InlineData("bob", "SELECT * FROM employees")]
    [InlineData("bob", "SELECT salary FROM employees")]
    [InlineData("dan", "SELECT name FROM employees")]
    [InlineData("dan", "SELECT credit_limit FROM customers")]
    [InlineData("frank", "SELECT 1 FROM customers")]
    [InlineData("alice", "SELECT 1 FROM customers")]
    [InlineData("alice", "SELECT * FROM deal_pipeline")]
    [InlineData("bob", "SET ROLE hr")]
    [InlineData("bob", "SELECT set_config('role', 'hr', true)")]
    [InlineData("bob", "CREATE TABLE public.mine()")]
    [InlineData("bob", "CREATE TABLE mine()")]
    [InlineData("bob", "DELETE FROM deals")]
    [InlineData("bob", "UPDATE deals SET owner = 'bob'")]
    [InlineData("bob", "INSERT INTO departments VALUES (9, 'x', 'x', 'x')")]
    [InlineData("dan", "UPDATE tickets SET assignee = 'dan'")]
    [InlineData("carol", "UPDATE employees SET salary = 1")]
    [InlineData("alice", "UPDATE employees SET department = 'Sales'")]
    public async Task What_nobody_granted_is_refused(string person, string sql) => Assert.Equal([Refused], await company.AskAsync(person, sql));

    [Theory]
    [InlineData("bob", "SELECT DISTINCT region FROM deals", "EMEA")]
    [InlineData("erin", "SELECT DISTINCT region FROM customers", "AMER")]
    [InlineData("bob", "SELECT DISTINCT region FROM deal_pipeline", "EMEA")]
    [InlineData("dan", "SELECT DISTINCT assignee FROM tickets", "dan")]
    [InlineData("carol", "SELECT count(DISTINCT region) FROM deals", "3")]
    [InlineData("frank", "SELECT count(*) FROM departments", "8")]
    [InlineData("dan", "SELECT count(*) FROM departments", "8")]
    public async Task Rows_are_those_of_ones_own_kind(string person, string sql, string expected) => Assert.Equal([expected], await company.AskAsync(person, sql));

    [Fact]
    public async Task A_seller_moves_own_deals_only_and_winning_one_closes_it()
    {
        const string Own = "UPDATE deals SET stage = 'won' WHERE id = (SELECT min(id) FROM deals WHERE owner = current_user AND closed_on IS NULL) RETURNING closed_on IS NOT NULL";

        Assert.Equal(["True"], await company.AskAsync("bob", Own));
        Assert.Empty(await company.AskAsync("bob", "UPDATE deals SET stage = 'won' WHERE owner <> current_user RETURNING id"));
        Assert.Empty(await company.AskAsync("carol", "SELECT id FROM deals WHERE (stage IN ('won', 'lost')) <> (closed_on IS NOT NULL)"));
    }

    [Fact]
    public async Task Support_works_on_own_tickets_and_HR_on_titles_and_salaries()
    {
        Assert.Single(await company.AskAsync("dan", "UPDATE tickets SET priority = 'urgent' WHERE id = (SELECT min(id) FROM tickets) RETURNING id"));
        Assert.Equal(["71000.00"], await company.AskAsync("alice", "UPDATE employees SET salary = 71000 WHERE name = 'Bob Lindqvist' RETURNING salary"));
    }

    [Fact]
    public async Task Own_rows_are_found_by_their_index()
    {
        var plan = string.Join('\n', await company.AskAsync("dan", "EXPLAIN SELECT count(*) FROM tickets"));

        Assert.Contains("tickets_assignee_status_idx", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Temporary_tables_are_allowed_because_lineage_needs_them() => Assert.Empty(await company.AskAsync("bob", "CREATE TEMP TABLE mine (id integer)"));

    [Fact]
    public async Task No_login_owns_anything_or_is_more_than_a_login()
    {
        // Roles belong to the server: the deployers of other tests' databases are on it too.
        const string Stronger = "SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname <> 'postgres' AND rolname !~ '^deployer_' AND (rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication)";

        Assert.Empty(await company.AskAsync("bob", Stronger));
        Assert.Equal(["company_owner"], await company.AskAsync("bob", "SELECT DISTINCT tableowner::text FROM pg_tables WHERE schemaname = 'company'"));
    }
}
