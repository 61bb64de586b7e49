using Onbehalf.Evidence;
using Onbehalf.Functions.Edge;
using Onbehalf.Functions.Turns;
using Onbehalf.Sources;
using Onbehalf.Tools;

namespace Onbehalf.Tests.Sources;

public sealed class KeyNamesTests
{
    private static readonly ReferredKey Key = new("crm.Customers", "id");

    [Fact]
    public void A_query_of_names_holds_only_values_that_cannot_end_a_literal()
    {
        var sql = KeyNames.Query(Catalog(("id", "integer"), ("email", "text"), ("name", "character varying(80)")), Key, ["1", "a-7", "'", "2\n", "1); --", new string('1', 65), "1", "é", null!]);

        Assert.Equal("""SELECT "id", "name" FROM "crm"."Customers" WHERE "id" IN ('1', 'a-7')""", sql);
    }

    [Theory]
    [InlineData("company_name", "text", true)]
    [InlineData("title", "citext", true)]
    [InlineData("Name", "nvarchar(120)", true)]
    [InlineData("name", "jsonb", false)]
    [InlineData("name", "text[]", false)]
    [InlineData("note", "text", false)]
    public void A_name_is_a_text_in_a_column_that_is_called_so(string column, string type, bool isName) =>
        Assert.Equal(isName, KeyNames.Query(Catalog(("id", "integer"), (column, type)), Key, ["1"]) is not null);

    [Fact]
    public void What_the_person_may_not_see_is_not_asked_for()
    {
        Assert.Null(KeyNames.Query(Catalog(("id", "integer")), Key, ["1"]));
        Assert.Null(KeyNames.Query(Catalog(("name", "text")), Key, ["1"]));
        Assert.Null(KeyNames.Query(Catalog(("id", "integer"), ("name", "text")), new("crm.Others", "id"), ["1"]));
        Assert.Null(KeyNames.Query(Catalog(("id", "integer"), ("name", "text")), new("crm.Customers", "name"), ["1"]));
    }

    [Theory]
    [InlineData(RefusalCodes.Busy, ToolStatus.Failed, true)]
    [InlineData(RefusalCodes.Limit, ToolStatus.Failed, true)]
    [InlineData("directory-unreachable", ToolStatus.Refused, true)]
    [InlineData(RefusalCodes.NotFound, ToolStatus.Refused, false)]
    [InlineData(RefusalCodes.Identity, ToolStatus.Refused, false)]
    public void A_failure_is_told_and_a_name_that_the_viewer_may_not_read_is_none(string code, ToolStatus status, bool isTold)
    {
        var answer = NameKeys.Answer(new(status, $"{code}: why", [], RefusalCode: code));

        Assert.Equal(isTold, answer is Problem);
    }

    private static VisibleCatalog Catalog(params (string Name, string Type)[] columns) => new(
        "company", "postgres", [new("crm", "Customers", [.. columns.Select(static one => new VisibleColumn(one.Name, one.Type))], [], [], "all rows", [], DependsOnAsker: false, Writable: false)], []);
}
