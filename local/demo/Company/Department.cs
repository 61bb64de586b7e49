using System.Collections.Immutable;

namespace Onbehalf.Demo.Company;

internal sealed record Department(int Id, string Name, string CostCenter, string Location, int Headcount, int SalaryFrom, ImmutableArray<string> Titles)
{
    public static ImmutableArray<Department> All { get; } =
    [
        new(1, "Human Resources", "CC-100", "Zurich", 14, 58_000, ["Recruiter", "HR Partner", "Payroll Specialist"]),
        new(2, "Sales", "CC-200", "London", 62, 52_000, ["Account Executive", "Sales Engineer", "Account Manager"]),
        new(3, "Support", "CC-300", "Lisbon", 38, 41_000, ["Support Agent", "Support Engineer", "Escalation Engineer"]),
        new(4, "Finance", "CC-400", "Zurich", 18, 61_000, ["Accountant", "Controller", "Treasury Analyst"]),
        new(5, "Engineering", "CC-500", "Berlin", 70, 72_000, ["Software Engineer", "Site Reliability Engineer", "Test Engineer"]),
        new(6, "Marketing", "CC-600", "London", 20, 50_000, ["Content Designer", "Campaign Manager", "Brand Strategist"]),
        new(7, "Operations", "CC-700", "Rotterdam", 20, 47_000, ["Logistics Planner", "Facilities Coordinator", "Buyer"]),
        new(8, "Legal", "CC-800", "Zurich", 8, 78_000, ["Counsel", "Contract Manager", "Compliance Officer"]),
    ];
}
