using Onbehalf.Tests.Fixtures.PuppetModel;

namespace Onbehalf.Tests.Journeys;

/// <summary>The puppet's tool calls.</summary>
internal static class Sql
{
    public const string AverageSalary = "SELECT department, round(avg(salary), 2) AS average FROM employees GROUP BY 1 ORDER BY 1";
    public const string Deals = "SELECT count(*) AS n FROM deals";
    public const string Expenses = "SELECT count(*) AS n FROM expenses";

    public static PuppetLine Company(string sql) => PuppetLine.Call("query_data", new { source = "company", sql });

    public static PuppetLine Query(string source, string sql) => PuppetLine.Call("query_data", new { source, sql });

    public static PuppetLine SetAmount(int deal, decimal amount) => PuppetLine.Call(
        "change_data", new { source = "company", operation = "update", table = "deals", key = new { id = deal }, values = new { amount } });
}
