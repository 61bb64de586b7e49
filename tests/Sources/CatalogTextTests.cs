using Onbehalf.Sources;
using Onbehalf.Sources.Tools;

namespace Onbehalf.Tests.Sources;

public sealed class CatalogTextTests
{
    [Theory]
    [InlineData(3, "Whole", 3)]
    [InlineData(120, "Columns", 120)]
    [InlineData(3_000, "Tables", null)]
    public void What_is_too_long_to_read_is_told_in_outline_and_no_more_than_was_told_is_evidence(int tables, string detail, int? named)
    {
        const int Most = 16_000;

        var (text, told) = CatalogText.Of([Catalog(tables)], Most);

        var only = Assert.Single(told);
        Assert.Equal(detail, only.Detail.ToString());
        Assert.InRange(text.Length, 1, Most + 200);
        Assert.All(only.Catalog.Tables, table => Assert.Contains($"- {table.QualifiedName}", text, StringComparison.Ordinal));
        Assert.Equal(only.Catalog.Tables.Length, text.Split('\n').Count(static line => line.StartsWith("- ", StringComparison.Ordinal)));
        Assert.Equal(named ?? only.Catalog.Tables.Length, only.Catalog.Tables.Length);
        Assert.Equal(detail != "Whole", text.EndsWith($"{CatalogText.Outline}\n", StringComparison.Ordinal));
        Assert.Equal(only.Catalog.Tables.Length < tables, text.Contains($"and {tables - only.Catalog.Tables.Length} more tables", StringComparison.Ordinal));
    }

    private static VisibleCatalog Catalog(int tables) => new("company", "postgres", [.. Enumerable.Range(0, tables).Select(static n => new VisibleTable(
        "company", $"shipments_{n}", [.. Enumerable.Range(0, 6).Select(static c => new VisibleColumn($"measured_{c}", "numeric(12,2)"))], [], [], "all rows", [], DependsOnAsker: false, Writable: false))], []);
}
