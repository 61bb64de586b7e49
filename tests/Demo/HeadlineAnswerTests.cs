using Microsoft.Data.Sqlite;
using Onbehalf.Demo.Company;
using Onbehalf.Sources.Sqlite;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Demo;

/// <summary>The answers for each demo person, constant for the seed: they do not depend on the day of the first start.</summary>
public sealed class HeadlineAnswerTests(CompanyDatabase company) : IClassFixture<CompanyDatabase>
{
    private const string AverageSalary = "SELECT department, round(avg(salary), 2) FROM employees GROUP BY 1 ORDER BY 1";
    private const string TopDeals = "SELECT id, title, region, owner, amount FROM deals WHERE closed_on IS NULL ORDER BY amount DESC LIMIT 5";
    private const string Refused = "42501";

    [Fact]
    public async Task Average_salary_by_department_is_for_HR_and_the_CFO()
    {
        string[] expected =
        [
            "Engineering | 97057.14", "Finance | 95105.56", "Human Resources | 83821.43", "Legal | 122262.50", "Marketing | 71310.00", "Operations | 79404.76", "Sales | 72314.52", "Support | 56855.26",
        ];

        Assert.Equal(expected, await company.AskAsync("alice", AverageSalary));
        Assert.Equal(expected, await company.AskAsync("carol", AverageSalary));
    }

    [Theory]
    [InlineData("bob")]
    [InlineData("mallory")]
    [InlineData("dan")]
    [InlineData("erin")]
    [InlineData("frank")]
    public async Task Salaries_are_refused_to_everybody_else_by_PostgreSQL(string person) =>
        Assert.Equal([Refused], await company.AskAsync(person, AverageSalary));

    [Theory]
    [InlineData("bob", "4609 | Raven Labs Support Plan | EMEA | jonas.meyer | 460033.00", "2513 | Solstice Retail Migration | EMEA | bob | 428953.00")]
    [InlineData("mallory", "4609 | Raven Labs Support Plan | EMEA | jonas.meyer | 460033.00", "2513 | Solstice Retail Migration | EMEA | bob | 428953.00")]
    [InlineData("erin", "858 | Raven Energy Expansion | AMER | tariq.rahman | 474456.00", "2878 | Sierra Textiles Onboarding | AMER | tariq.nair | 427617.00")]
    [InlineData("carol", "858 | Raven Energy Expansion | AMER | tariq.rahman | 474456.00", "4439 | Granite Textiles Migration | AMER | nadia.schmid | 449550.00")]
    public async Task The_top_5_open_deals_are_those_of_ones_region(string person, string first, string fifth)
    {
        var deals = await company.AskAsync(person, TopDeals);

        Assert.Equal(5, deals.Length);
        Assert.Equal([first, fifth], [deals[0], deals[4]]);
    }

    [Theory]
    [InlineData("alice", Refused)]
    [InlineData("bob", "1762")]
    [InlineData("mallory", "1762")]
    [InlineData("carol", "5000")]
    [InlineData("dan", Refused)]
    [InlineData("erin", "1503")]
    [InlineData("frank", Refused)]
    public async Task Deals_are_counted_by_region_and_not_at_all_by_HR(string person, string expected) =>
        Assert.Equal([expected], await company.AskAsync(person, "SELECT count(*) FROM deals"));

    [Theory]
    [InlineData("dan", "closed | 906", "open | 44", "pending | 25")]
    [InlineData("carol", "closed | 18532", "open | 842", "pending | 626")]
    [InlineData("bob", Refused)]
    public async Task Tickets_are_counted_by_assignee(string person, params string[] expected) =>
        Assert.Equal(expected, await company.AskAsync(person, "SELECT status, count(*) FROM tickets GROUP BY 1 ORDER BY 1"));

    [Theory]
    [InlineData("alice", "251")]
    [InlineData("frank", "251")]
    [InlineData("dan", Refused)]
    public async Task Employees_are_known_to_employees_and_not_to_contractors(string person, string expected) =>
        Assert.Equal([expected], await company.AskAsync(person, "SELECT count(*) FROM employees"));

    [Theory]
    [InlineData("employee = 'bob'", 120, "49621.11")]
    [InlineData("employee = 'alice' OR manager = 'alice'", 855, "349335.42")]
    [InlineData("employee = 'erin' OR manager = 'erin'", 850, "347639.19")]
    [InlineData("1 = 1", 30_000, "12065637.21")]
    public void Expenses_add_up(string rows, int count, string total)
    {
        var folder = Directory.CreateTempSubdirectory("onbehalf-expenses-").FullName;
        // The engine's limit on memory counts for the whole process: one that another test's statement set must not refuse this.
        using var held = SqliteLane.Hold();
        ExpensesFile.Write(folder, CompanyCluster.SeedDay);

        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, ExpensesFile.FileName)};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) || ' | ' || round(sum(amount), 2) FROM expenses WHERE {rows}";

        Assert.Equal($"{count} | {total}", command.ExecuteScalar());
    }
}
