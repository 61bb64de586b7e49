namespace Onbehalf.Demo.Company;

/// <summary><paramref name="Login"/> names the rows this person owns elsewhere; the employees table itself does not hold it.</summary>
internal sealed record Employee(
    int Id,
    string Login,
    string Name,
    string Title,
    string Department,
    string Region,
    int? ManagerId,
    DateOnly HiredOn,
    int Salary);
