using Npgsql;
using NpgsqlTypes;

namespace Onbehalf.Demo.Company;

/// <summary>Loads the rows with COPY.</summary>
internal static class CompanyRows
{
    public static async Task CopyAsync(NpgsqlConnection connection, CompanyFacts facts, CancellationToken cancellation)
    {
        await CopyAsync(
            connection,
            "departments (id, name, cost_center, location)",
            Department.All,
            static row => [row.Id, row.Name, row.CostCenter, row.Location],
            cancellation);
        await CopyAsync(
            connection,
            "employees (id, name, title, department, region, manager_id, hired_on, salary)",
            facts.Employees,
            static row => [row.Id, row.Name, row.Title, row.Department, row.Region, row.ManagerId, row.HiredOn, (decimal)row.Salary],
            cancellation);
        await CopyAsync(
            connection,
            "customers (id, name, region, industry, customer_since, credit_limit)",
            facts.Customers,
            static row => [row.Id, row.Name, row.Region, row.Industry, row.CustomerSince, (decimal)row.CreditLimit],
            cancellation);
        await CopyAsync(
            connection,
            "deals (id, title, customer_id, region, owner, amount, stage, created_on, closed_on)",
            facts.Deals,
            static row => [row.Id, row.Title, row.CustomerId, row.Region, row.Owner, (decimal)row.Amount, row.Stage, row.CreatedOn, row.ClosedOn],
            cancellation);
        await CopyAsync(
            connection,
            "tickets (id, subject, customer_id, assignee, priority, status, opened_on, closed_on)",
            facts.Tickets,
            static row => [row.Id, row.Subject, row.CustomerId, row.Assignee, row.Priority, row.Status, row.OpenedOn, row.ClosedOn],
            cancellation);
    }

    public static Task CopyExpensesAsync(NpgsqlConnection connection, CompanyFacts facts, CancellationToken cancellation) =>
        CopyAsync(
            connection,
            "expenses (id, employee, employee_name, manager, department, amount, currency, category, spent_on, status, iban)",
            facts.Expenses,
            static row =>
                [
                    row.Id,
                    row.Employee,
                    row.EmployeeName,
                    row.Manager,
                    row.Department,
                    row.AmountCents / 100m,
                    row.Currency,
                    row.Category,
                    row.SpentOn,
                    row.Status,
                    row.Iban,
                ],
            cancellation);

    private static async Task CopyAsync<T>(
        NpgsqlConnection connection, string target, IReadOnlyList<T> rows, Func<T, object?[]> values, CancellationToken cancellation)
    {
        await using var copy = await connection.BeginBinaryImportAsync($"COPY company.{target} FROM STDIN (FORMAT BINARY)", cancellation);
        foreach (var row in rows)
        {
            await copy.StartRowAsync(cancellation);
            foreach (var value in values(row))
            {
                await WriteAsync(copy, value, cancellation);
            }
        }

        await copy.CompleteAsync(cancellation);
    }

    private static Task WriteAsync(NpgsqlBinaryImporter copy, object? value, CancellationToken cancellation) => value switch
    {
        null => copy.WriteNullAsync(cancellation),
        int number => copy.WriteAsync(number, NpgsqlDbType.Integer, cancellation),
        decimal amount => copy.WriteAsync(amount, NpgsqlDbType.Numeric, cancellation),
        string text => copy.WriteAsync(text, NpgsqlDbType.Text, cancellation),
        DateOnly day => copy.WriteAsync(day, NpgsqlDbType.Date, cancellation),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };
}
