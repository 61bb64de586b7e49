using Onbehalf.Demo.Company;
using Onbehalf.Tests.Fixtures;

namespace Onbehalf.Tests.Demo;

public sealed class CompanySeedTests
{
    [Fact]
    public void The_same_day_gives_the_same_company()
    {
        var first = CompanyFacts.Of(CompanyCluster.SeedDay);
        var second = CompanyFacts.Of(CompanyCluster.SeedDay);

        Assert.Equal(first.Deals.AsEnumerable(), second.Deals);
        Assert.Equal(first.Expenses.AsEnumerable(), second.Expenses);
    }

    [Fact]
    public void Another_day_moves_the_dates_and_nothing_else()
    {
        var today = CompanyFacts.Of(CompanyCluster.SeedDay);
        var later = CompanyFacts.Of(CompanyCluster.SeedDay.AddDays(100));

        Assert.Equal(today.Deals.Select(static deal => deal with { CreatedOn = deal.CreatedOn.AddDays(100), ClosedOn = deal.ClosedOn?.AddDays(100) }), later.Deals);
        Assert.Equal(today.Tickets.Select(static ticket => ticket with { OpenedOn = ticket.OpenedOn.AddDays(100), ClosedOn = ticket.ClosedOn?.AddDays(100) }), later.Tickets);
        Assert.Equal(today.Employees.Select(static person => person with { HiredOn = person.HiredOn.AddDays(100) }), later.Employees);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 28)]
    [InlineData(11, 23)]
    public void This_and_last_month_quarter_and_year_have_rows_on_every_day(int month, int day)
    {
        var seedDay = new DateOnly(2026, month, day);
        var facts = CompanyFacts.Of(seedDay);

        Assert.Contains(facts.Deals, deal => deal.CreatedOn == seedDay);
        Assert.Contains(facts.Tickets, ticket => ticket.OpenedOn == seedDay);
        Assert.Contains(facts.Expenses, expense => expense.SpentOn == seedDay);
        Assert.Contains(facts.Deals, deal => deal.CreatedOn.Year == seedDay.Year - 1);
        Assert.All(facts.Deals, deal => Assert.True(deal.CreatedOn <= seedDay && (deal.ClosedOn ?? seedDay) <= seedDay));
        Assert.All(facts.Tickets, ticket => Assert.True((ticket.ClosedOn ?? seedDay) <= seedDay));
    }

    [Fact]
    public void It_is_as_large_as_a_small_company()
    {
        var facts = CompanyFacts.Of(CompanyCluster.SeedDay);

        Assert.Equal((251, 420, 5_000, 20_000, 30_000), (facts.Employees.Length, facts.Customers.Length, facts.Deals.Length, facts.Tickets.Length, facts.Expenses.Length));
        Assert.Equal(8, facts.Employees.Select(static person => person.Department).Distinct().Count());
        Assert.Equal(5_000, facts.Deals.Select(static deal => deal.Amount).Distinct().Count());
        Assert.DoesNotContain(facts.Employees, static person => person.Login == "dan");
        Assert.All(Cast.People.Where(static person => person.Groups.Contains("employees")), person => Assert.Single(facts.Employees, employee => employee.Login == person.Name));
    }

    [Fact]
    public async Task Seeding_again_changes_nothing_but_passwords()
    {
        var cluster = await CompanyCluster.StartAsync();

        await CompanySeed.ApplyAsync(cluster.AdminConnectionString, cluster.Passwords, CompanyCluster.SeedDay.AddDays(7));

        var copy = await cluster.CopyAsync();
        await using var bob = new Npgsql.NpgsqlConnection(cluster.ConnectionString("bob", copy));
        await bob.OpenAsync();
        await using var newest = new Npgsql.NpgsqlCommand("SELECT max(created_on) FROM deals", bob);
        Assert.Equal(CompanyCluster.SeedDay, await newest.ExecuteScalarAsync());
    }
}
