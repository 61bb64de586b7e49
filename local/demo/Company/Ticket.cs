namespace Onbehalf.Demo.Company;

internal sealed record Ticket(
    int Id,
    string Subject,
    int CustomerId,
    string Assignee,
    string Priority,
    string Status,
    DateOnly OpenedOn,
    DateOnly? ClosedOn);
