using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;
using Onbehalf.Sources.Sqlite;
using Onbehalf.Sources.Tools;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Sources;

/// <summary>The <c>names</c> of a declared policy: whether a description of the source locks an answer for those who may not see its tables.</summary>
public sealed class PolicyNamesTests(ExpenseFile file) : IClassFixture<ExpenseFile>
{
    [Theory]
    [InlineData("", false)]
    [InlineData("\"names\":\"granted\",", false)]
    [InlineData("\"names\":\"everyone\",", true)]
    public async Task A_description_is_open_to_others_where_the_policy_says_everyone(string names, bool isOpen)
    {
        using var source = Open(names);
        var (sales, nobody) = (TestPeople.Authority("bob", groups: "sales"), TestPeople.Authority("dan"));

        var told = await DescribeAsync(sales, """{"source":"files"}""", source);
        var data = await source.QueryAsync(sales, new("SELECT a FROM t"), new(10, 10_000, TimeSpan.FromSeconds(2)), CancellationToken.None);

        Assert.True(Assert.Single(told.Touched).NamesOnly);
        Assert.Equal((true, isOpen), (await IsCoveredAsync(source, sales, told.Touched), await IsCoveredAsync(source, nobody, told.Touched)));
        Assert.Equal((true, false), (await IsCoveredAsync(source, sales, data.Touched), await IsCoveredAsync(source, nobody, data.Touched)));
    }

    [Fact]
    public async Task Without_a_source_only_those_are_described_whose_names_everybody_may_know()
    {
        using var granted = Open("");
        using var hidden = Open("", "other");
        using var everyone = Open("\"names\":\"everyone\",", "open");
        var bob = TestPeople.Authority("bob", groups: "sales");

        var refused = await DescribeAsync(bob, "{}", granted, hidden);
        var told = await DescribeAsync(bob, "{}", granted, everyone);

        Assert.Equal((ToolStatus.Failed, RefusalCodes.Shape), (refused.Status, refused.RefusalCode));
        Assert.EndsWith("give a source: files, other.", refused.ForModel, StringComparison.Ordinal);
        Assert.Equal(["open"], told.Touched.Select(static touched => touched.Source));
        Assert.EndsWith("Not described here: files. Give one as source to see what of it this person may see.", told.ForModel, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_granted_table_that_cannot_be_read_is_named_to_those_who_have_the_grant()
    {
        const string Tables = """
            {"providers":["local"],"tables":{"t":{"grants":[{"to":"everyone","columns":["a"],"rows":"all"}]},
            "odd":{"grants":[{"to":{"group":"sales"},"columns":["a"],"rows":"all"}]}}}
            """;
        var warnings = new SourceWarnings();
        var path = file.Write($"odd-{Guid.NewGuid():n}", "CREATE TABLE t (a); INSERT INTO t VALUES (1);");
        using var source = ExpenseFile.Open(path, policy: Tables, warnings: warnings);
        var (sales, nobody) = (TestPeople.Authority("bob", groups: "sales"), TestPeople.Authority("dan"));

        var told = await DescribeAsync(sales, """{"source":"files"}""", source);
        var other = await DescribeAsync(nobody, """{"source":"files"}""", source);

        Assert.Contains("(1 granted table cannot be read now, so totals can lack its rows: odd)", told.ForModel, StringComparison.Ordinal);
        Assert.DoesNotContain("odd", other.ForModel, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be read", other.ForModel, StringComparison.Ordinal);
        Assert.Equal((true, false), (await IsCoveredAsync(source, sales, told.Touched), await IsCoveredAsync(source, nobody, told.Touched)));
        Assert.Equal("files (1)", Assert.Single(warnings.WithUnreadable));
    }

    private SqliteSource Open(string names, string name = "files")
    {
        var policy = """{"providers":["local"],@names"tables":{"t":{"grants":[{"to":{"group":"sales"},"columns":["a"],"rows":"all"}]}}}""".Replace("@names", names, StringComparison.Ordinal);
        return ExpenseFile.Open(file.Write($"names-{Guid.NewGuid():n}", "CREATE TABLE t (a); INSERT INTO t VALUES (1);"), policy: policy, name: name);
    }

    private static Task<ToolResult> DescribeAsync(Authority person, string arguments, params SqliteSource[] sources)
    {
        var tool = new DescribeData(new SourceCatalog(sources));
        return tool.InvokeAsync(TestPeople.Permit(person, tool.Name), JsonElement.Parse(arguments), CancellationToken.None);
    }

    private static async Task<bool> IsCoveredAsync(SqliteSource source, Authority viewer, IEnumerable<Touched> touched) =>
        await source.OfAsync(viewer, CancellationToken.None) is { } held && touched.All(one => held.Cover(one, isAsker: false));
}
