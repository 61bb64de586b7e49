using System.Text.Json;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Sources;
using Onbehalf.Sources.Postgres;
using Onbehalf.Sources.Tools;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tools;
using Onbehalf.Vault;
using Onbehalf.Visibility;

namespace Onbehalf.Tests.Sources;

/// <summary>The demo company through the tools, as each of its people.</summary>
public sealed class CompanySourceTests : IAsyncLifetime
{
    private readonly Keyring _keyring = new();
    private PersonPools _pools = null!;
    private SourceCatalog _sources = null!;

    public async Task InitializeAsync()
    {
        var cluster = await CompanyCluster.StartAsync();
        var admin = new NpgsqlConnectionStringBuilder(cluster.AdminConnectionString);
        _pools = new(_keyring, TimeProvider.System, new ConfigurationBuilder().Build(), NullLogger<PersonPools>.Instance);
        _sources = new([new PostgresSource(new("company", new SecretPurpose("source-company"), admin.Host!, admin.Port, await cluster.CopyAsync(), MayBeBelowFloor: true), _pools)]);
        foreach (var (name, password) in cluster.Passwords)
            _keyring.Give(TestPeople.Authority(name), name, password.Reveal());
    }

    public async Task DisposeAsync() => await _pools.DisposeAsync();

    [Fact]
    public async Task One_question_gets_each_person_their_own_answer()
    {
        var alice = await AskAsync("alice", "SELECT department, avg(salary) FROM employees GROUP BY department");
        var bob = await AskAsync("bob", "SELECT department, avg(salary) FROM employees GROUP BY department");

        Assert.Equal(ToolStatus.Succeeded, alice.Status);
        Assert.Equal(["department", "salary"], Assert.Single(alice.Touched).Columns.AsEnumerable());
        Assert.Equal(ToolStatus.Refused, bob.Status);
        Assert.StartsWith("NOT_FOUND: no such table, column or function: salary.", bob.ForModel, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_of_other_regions_are_absent_and_the_rule_is_on_record()
    {
        const string Top = "SELECT title, region, amount FROM deals WHERE closed_on IS NULL ORDER BY amount DESC LIMIT 5";

        var bob = await AskAsync("bob", Top);
        var mallory = await AskAsync("mallory", Top);
        var carol = await AskAsync("carol", Top);

        Assert.All(bob.Table!.Rows, static r => Assert.Equal("EMEA", r[1]));
        Assert.Equal(JsonSerializer.Serialize(bob.Touched), JsonSerializer.Serialize(mallory.Touched));
        Assert.False(Assert.Single(bob.Touched).DependsOnAsker);
        Assert.Contains(Assert.Single(carol.Touched).RowRules, static r => r == "permit true");
    }

    [Fact]
    public async Task Who_asks_matters_where_the_rule_says_so()
    {
        var dan = await AskAsync("dan", "SELECT count(*) FROM tickets");

        Assert.True(Assert.Single(dan.Touched).DependsOnAsker);
    }

    [Fact]
    public async Task The_schema_shown_is_the_persons_own()
    {
        var alice = await DescribeAsync("alice");
        var bob = await DescribeAsync("bob");
        var dan = await DescribeAsync("dan");

        Assert.Contains("salary", alice.ForModel, StringComparison.Ordinal);
        Assert.DoesNotContain("deals", alice.ForModel, StringComparison.Ordinal);
        Assert.Contains("company.deals", bob.ForModel, StringComparison.Ordinal);
        Assert.DoesNotContain("salary", bob.ForModel, StringComparison.Ordinal);
        Assert.DoesNotContain("employees", dan.ForModel, StringComparison.Ordinal);
        Assert.All(bob.Touched, static t => Assert.False(t.Undecided));
    }

    [Fact]
    public async Task A_column_of_a_result_refers_to_the_key_of_the_column_that_it_comes_from()
    {
        await DescribeAsync("bob");

        var direct = await AskAsync("bob", "SELECT title, customer_id AS buyer, customer_id + 0 AS sum FROM deals LIMIT 1");
        var joined = await AskAsync("bob", "WITH mine AS (SELECT customer_id, count(*) AS n FROM deals GROUP BY 1) SELECT mine.*, c.id FROM mine JOIN customers c ON c.id = customer_id LIMIT 1");
        var again = await AskAsync("bob", "SELECT title, customer_id AS buyer, customer_id + 0 AS sum FROM deals LIMIT 1");

        ReferredKey customers = new("company.customers", "id");
        Assert.Equal([null, customers, null], direct.Table!.Columns.Select(static column => column.Refers));
        Assert.Equal([customers, null, null], joined.Table!.Columns.Select(static column => column.Refers));
        Assert.Equal(direct.Table.Columns.AsEnumerable(), again.Table!.Columns);
    }

    [Fact]
    public async Task A_description_is_open_to_whoever_has_a_login_and_to_nobody_else()
    {
        var rights = new Rights(_sources.All.OfType<IRights>());

        EvidencePiece piece = new(TestPeople.Authority("bob").Subject.Id.Value, "1", (await DescribeAsync("bob")).Touched);

        Assert.NotEmpty(piece.Touched);
        Assert.True(await rights.Of(TestPeople.Authority("dan")).CoverAsync(piece, CancellationToken.None));
        Assert.False(await rights.Of(TestPeople.Authority("stranger")).CoverAsync(piece, CancellationToken.None));
    }

    [Theory]
    [InlineData("../company")]
    [InlineData("source-company")]
    [InlineData("expenses")]
    [InlineData("")]
    public async Task A_source_that_is_not_there_and_one_that_is_not_yours_read_the_same(string source)
    {
        var tool = new QueryData(_sources, Limits);
        var stranger = TestPeople.Permit(TestPeople.Authority("stranger"), tool.Name);

        var missing = await tool.InvokeAsync(stranger, Arguments(source, "SELECT 1"), CancellationToken.None);
        var forbidden = await tool.InvokeAsync(stranger, Arguments("company", "SELECT 1"), CancellationToken.None);

        Assert.Equal($"NOT_FOUND: no such source: {source}.", missing.ForModel);
        Assert.Equal("NOT_FOUND: no such source: company.", forbidden.ForModel);
    }

    [Fact]
    public void The_open_part_of_the_audit_holds_nothing_of_the_text()
    {
        var shape = new QueryData(_sources, Limits).Describe(Arguments("company", """SELECT name AS "earns 310000" FROM employees WHERE name = 'Grace' AND id > 42 -- secret plan"""));

        Assert.Equal(new ToolIntent("company", "select"), shape);
    }

    private static QueryLimits Limits => new(1_000, 1_048_576, TimeSpan.FromSeconds(2));

    private Task<ToolResult> AskAsync(string person, string sql)
    {
        var tool = new QueryData(_sources, Limits);
        return tool.InvokeAsync(TestPeople.Permit(TestPeople.Authority(person), tool.Name), Arguments("company", sql), CancellationToken.None);
    }

    private Task<ToolResult> DescribeAsync(string person)
    {
        var tool = new DescribeData(_sources);
        return tool.InvokeAsync(TestPeople.Permit(TestPeople.Authority(person), tool.Name), JsonDocument.Parse("{}").RootElement, CancellationToken.None);
    }

    private static JsonElement Arguments(string source, string sql) => JsonSerializer.SerializeToElement(new { source, sql });
}
