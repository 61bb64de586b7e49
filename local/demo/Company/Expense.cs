namespace Onbehalf.Demo.Company;

internal sealed record Expense(
    int Id,
    string Employee,
    string EmployeeName,
    string? Manager,
    string Department,
    int AmountCents,
    string Currency,
    string Category,
    DateOnly SpentOn,
    string Status,
    string Iban);
