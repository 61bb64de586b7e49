namespace Onbehalf.Demo.Company;

internal sealed record Deal(
    int Id,
    string Title,
    int CustomerId,
    string Region,
    string Owner,
    int Amount,
    string Stage,
    DateOnly CreatedOn,
    DateOnly? ClosedOn);
