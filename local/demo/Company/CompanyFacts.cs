using System.Collections.Immutable;

namespace Onbehalf.Demo.Company;

/// <summary>
/// The demo company's data. Names, numbers and rows are constant. Days are a fixed distance before the seed day, so that "this month" or
/// "last quarter" has answers at the first start.
/// </summary>
internal sealed record CompanyFacts(
    ImmutableArray<Employee> Employees,
    ImmutableArray<Customer> Customers,
    ImmutableArray<Deal> Deals,
    ImmutableArray<Ticket> Tickets,
    ImmutableArray<Expense> Expenses)
{
    public static CompanyFacts Of(DateOnly seedDay)
    {
        var employees = Workforce.Hire(seedDay);
        var customers = SalesFigures.Customers(seedDay);
        return new(
            employees,
            customers,
            SalesFigures.Deals(seedDay, customers, employees),
            TicketQueue.Open(seedDay, customers, employees),
            ExpenseClaims.Claim(seedDay, employees));
    }
}
