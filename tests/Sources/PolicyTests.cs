using Microsoft.Extensions.Configuration;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;
using Onbehalf.Sources.Policy;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Sources;

/// <summary>A declared policy is closed-world, strict, and about live claims only.</summary>
public sealed class PolicyTests(ExpenseFile file) : IClassFixture<ExpenseFile>
{
    [Fact]
    public async Task Each_person_gets_their_rows_and_their_columns()
    {
        Assert.Contains("[[40]]", Said.Of(await file.AskAsync(file.Bob, "SELECT count(*) FROM orders")), StringComparison.Ordinal);
        Assert.Contains("[[80]]", Said.Of(await file.AskAsync(file.Carol, "SELECT count(*) FROM orders")), StringComparison.Ordinal);
        Assert.IsType<QueryOutcome.Refused>(await file.AskAsync(file.Carol, "SELECT secret FROM orders"));
        Assert.Contains("[[80,80,0]]", Said.Of(await file.AskAsync(file.Alice, "SELECT count(*), count(secret), count(note) FROM orders")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_is_gone_takes_its_rows_with_it_at_once()
    {
        var before = await file.AskAsync(file.Carol, "SELECT count(*) FROM orders");
        var after = await file.AskAsync(TestPeople.Authority("carol"), "SELECT count(*) FROM orders");

        Assert.Contains("[[80]]", Said.Of(before), StringComparison.Ordinal);
        Assert.Contains("[[0]]", Said.Of(after), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_name_at_another_provider_is_another_person()
    {
        var answer = Assert.IsType<QueryOutcome.Refused>(await file.AskAsync(TestPeople.Authority("bob", provider: "elsewhere"), "SELECT * FROM orders"));

        Assert.Equal(RefusalCodes.Identity, answer.Code);
    }

    [Fact]
    public async Task A_missing_claim_refuses_the_whole_request()
    {
        using var source = ExpenseFile.Open(file.Write("tenant", "CREATE TABLE t (a); INSERT INTO t VALUES (1);"), policy: """
            {"providers":["local"],"tables":{"t":{"grants":[{"to":"everyone","columns":["a"],"rows":{"column":"a","eq":{"claim":"tenant"}}}]}}}
            """);

        var answer = Assert.IsType<QueryOutcome.Refused>(await source.QueryAsync(file.Bob, new("SELECT 1"), Limits, CancellationToken.None));

        Assert.Equal(RefusalCodes.Identity, answer.Code);
    }

    [Theory]
    [InlineData("""{"not":{"column":"a","eq":1}}""", "[[2]]")]
    [InlineData("""{"column":"a","ne":1}""", "[[2]]")]
    [InlineData("""{"column":"a","null":true}""", "[[null]]")]
    [InlineData("""{"column":"a","in":[1,5]}""", "[[1]]")]
    [InlineData("""{"and":[{"column":"a","ge":1},{"not":{"column":"a","gt":1}}]}""", "[[1]]")]
    [InlineData("""{"exists":{"table":"u","on":{"b":"a"},"where":{"column":"who","eq":{"claim":"sub"}}}}""", "[[2]]")]
    [InlineData("""{"column":"g","in":{"claim":"groups"}}""", "[[1]]")]
    [InlineData("""{"column":"g","eq":"x' OR 1=1 --"}""", "[]")]
    public async Task A_condition_counts_only_where_it_is_true(string rows, string expected)
    {
        var path = file.Write(Guid.NewGuid().ToString("n"), "CREATE TABLE t (a, g); INSERT INTO t VALUES (1, 'sales'), (2, 'hr'), (NULL, 'hr'); CREATE TABLE u (b, who); INSERT INTO u VALUES (2, 'bob'), (1, 'alice');");
        using var source = ExpenseFile.Open(path, policy: """{"providers":["local"],"tables":{"t":{"grants":[{"to":"everyone","columns":["a"],"rows":@rows}]}}}""".Replace("@rows", rows, StringComparison.Ordinal));

        var answer = await source.QueryAsync(file.Bob, new("SELECT a FROM t"), Limits, CancellationToken.None);

        Assert.Contains($"\"Rows\":{expected}", Said.Of(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Above_the_limit_the_source_says_it_is_too_large()
    {
        using var source = ExpenseFile.Open(file.Write("large", "CREATE TABLE orders (id, owner, customer, amount, note, payload, secret); CREATE TABLE regions (id, name); INSERT INTO regions VALUES (1, 'a'), (2, 'b'), (3, 'c');"), mostRows: 2);

        var answer = Assert.IsType<QueryOutcome.Refused>(await source.QueryAsync(file.Bob, new("SELECT 1"), Limits, CancellationToken.None));

        Assert.Equal(RefusalCodes.Limit, answer.Code);
    }

    [Fact]
    public async Task A_changed_file_is_seen_by_the_next_query()
    {
        var path = file.Write("live", "CREATE TABLE orders (id, owner, customer, amount, note, payload, secret); CREATE TABLE regions (id, name); INSERT INTO regions VALUES (1, 'a');");
        using var source = ExpenseFile.Open(path);
        await source.QueryAsync(file.Bob, new("SELECT count(*) FROM regions"), Limits, CancellationToken.None);

        file.Write("live", "INSERT INTO regions VALUES (2, 'b');");

        Assert.Contains("[[2]]", Said.Of(await source.QueryAsync(file.Bob, new("SELECT count(*) FROM regions"), Limits, CancellationToken.None)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Compiled_rules_are_equal_for_equal_rights_and_differ_between_people()
    {
        var bob = await TouchedAsync(file.Bob, "SELECT id FROM orders");
        var mallory = await TouchedAsync(TestPeople.Authority("mallory", groups: "sales"), "SELECT id FROM orders");
        var carol = await TouchedAsync(file.Carol, "SELECT id FROM orders");

        Assert.Equal("rows owner = 'bob'", Assert.Single(bob.RowRules));
        Assert.Equal("rows owner = 'mallory'", Assert.Single(mallory.RowRules));
        Assert.Empty(carol.RowRules);
    }

    [Theory]
    [InlineData("rows owner = 'bob'", true)]
    [InlineData("restrict owner = 'bob'", true)]
    [InlineData("\"note\" owner = 'bob'", true)]
    [InlineData("masked owner = 'bob'", false)]
    [InlineData("rowsowner = 'bob'", false)]
    [InlineData("", false)]
    public async Task A_rule_of_an_unknown_form_is_covered_by_nobody(string rule, bool isCovered)
    {
        var carol = await file.Source.OfAsync(file.Carol, CancellationToken.None);

        Assert.Equal(isCovered, carol!.Cover(new("files", "orders", ["id"], [rule]), isAsker: false));
        Assert.Equal(isCovered, carol.Cover(new("files", "orders", ["id"], ["rows owner = 'bob'", rule]), isAsker: true));
    }

    [Theory]
    [InlineData("""{"tables":{}}""")]
    [InlineData("""{"providers":["local"],"names":"some","tables":{}}""")]
    [InlineData("""{"providers":["local"],"names":null,"tables":{}}""")]
    [InlineData("""{"providers":["local"],"names":["everyone"],"tables":{}}""")]
    [InlineData("""{"providers":["local"],"tables":{},"extra":1}""")]
    [InlineData("""{"providers":["local"],"tables":{"t":{"grants":[{"to":"everyone","columns":["*"],"rows":"all"}]}}}""")]
    [InlineData("""{"providers":["local"],"tables":{"t":{"grants":[{"to":"everyone","columns":["a"]}]}}}""")]
    [InlineData("""{"providers":["local"],"tables":{"t":{"grants":[{"to":"anyone","columns":["a"],"rows":"all"}]}}}""")]
    [InlineData("""{"providers":["local"],"tables":{"t":{"grants":[{"to":"everyone","columns":["a"],"rows":{"column":"a","eq":{"claim":"name"}}}]}}}""")]
    [InlineData("""{"providers":["local"],"tables":{"t":{"grants":[{"to":"everyone","columns":["a"],"rows":{"and":[]}}]}}}""")]
    [InlineData("""{"providers":["local"],"tables":{"t":{"grants":[{"to":"everyone","columns":["a"],"rows":{"column":"a","like":"x"}}]}}}""")]
    [InlineData("not json")]
    public void A_policy_that_is_not_complete_stops_the_start(string json) => Assert.Throws<FormatException>(() => SourcePolicy.Parse(json));

    [Theory]
    [InlineData("""[{"name":"x","kind":"mysql","host":"h","database":"d","credential":"vault"}]""")]
    [InlineData("""[{"name":"x","kind":"postgres","host":"h","database":"d"}]""")]
    [InlineData("""[{"name":"x","kind":"postgres","host":"h","database":"d","credential":"service"}]""")]
    [InlineData("""[{"name":"x","kind":"sqlite","path":"p"}]""")]
    [InlineData("""[{"name":"../x","kind":"sqlite","path":"p","policy":"q"}]""")]
    [InlineData("""[{"name":"x","kind":"sqlite","path":"p","policy":"q"},{"name":"x","kind":"sqlite","path":"p","policy":"q"}]""")]
    public void A_source_without_a_way_to_know_the_person_and_without_a_policy_stops_the_start(string sources)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ONBEHALF_SOURCES", sources)]).Build();

        Assert.Throws<InvalidOperationException>(() => SourceSettings.From(configuration));
    }

    /// <summary>Nobody can mark a server of their own: it is brought up to date by whoever runs it.</summary>
    [Theory]
    [InlineData("127.0.0.1", true, true)]
    [InlineData("psql-demo-1.postgres.database.azure.com", true, true)]
    [InlineData("psql-demo-1.postgres.database.azure.com", false, false)]
    [InlineData("postgres.database.azure.com.example.org", true, false)]
    [InlineData("db.example.com", true, false)]
    public void Only_a_demo_here_or_at_Azure_may_be_below_the_security_floor(string host, bool isDemo, bool mayBeBelow)
    {
        var sources = $$"""[{"name":"company","kind":"postgres","host":"{{host}}","database":"company","credential":"entra","demo":{{(isDemo ? "true" : "false")}}}]""";
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ONBEHALF_SOURCES", sources)]).Build();

        Assert.Equal(mayBeBelow, Assert.IsType<PostgresSettings>(SourceSettings.From(configuration).Single()).MayBeBelowFloor);
    }

    private static QueryLimits Limits => new(100, 100_000, TimeSpan.FromSeconds(2));

    private async Task<Touched> TouchedAsync(Authority person, string sql) => Assert.Single((await file.AskAsync(person, sql)).Touched);
}
