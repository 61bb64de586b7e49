using System.Collections.Immutable;

namespace Onbehalf.Demo.Company;

/// <summary>
/// 250 employees in eight departments: one chief executive, a head per department, and a lead for about every seven people. Dan is a
/// contractor and therefore not included.
/// </summary>
internal static class Workforce
{
    public static readonly ImmutableArray<string> Regions = ["EMEA", "AMER", "APAC"];

    private const int TeamSize = 7;

    private static readonly ImmutableArray<Featured> Cast =
    [
        new("alice", "Alice Winter", "Human Resources", "EMEA", "HR Lead", Rank.Lead, 96_000),
        new("bob", "Bob Lindqvist", "Sales", "EMEA", "Account Executive", Rank.Member, 68_000),
        new("mallory", "Mallory Quinn", "Sales", "EMEA", "Account Executive", Rank.Member, 66_500),
        new("carol", "Carol Okafor", "Finance", "EMEA", "Chief Financial Officer", Rank.Head, 240_000),
        new("erin", "Erin Castillo", "Sales", "AMER", "Sales Lead", Rank.Lead, 104_000),
        new("frank", "Frank Moreau", "Legal", "EMEA", "Internal Auditor", Rank.Member, 88_000),
    ];

    private enum Rank
    {
        Member,
        Lead,
        Head,
    }

    public static ImmutableArray<Employee> Hire(DateOnly seedDay)
    {
        var random = new SeededRandom(stream: 1);
        var names = new PeopleNames(random, Cast.Select(static person => person.Login));
        var (login, name) = names.Next();
        var staff = ImmutableArray.CreateBuilder<Employee>();
        staff.Add(new(1, login, name, "Chief Executive Officer", "Operations", "EMEA", null, seedDay.AddDays(-5_200), 310_000));

        foreach (var department in Department.All)
        {
            Staff(department, staff, names, random, seedDay);
        }

        return staff.ToImmutable();
    }

    private static void Staff(Department department, ImmutableArray<Employee>.Builder staff, PeopleNames names, SeededRandom random, DateOnly seedDay)
    {
        var featured = new Queue<Featured>(Cast.Where(person => person.Department == department.Name).OrderByDescending(static person => person.Rank));
        var headId = staff.Count + 1;
        var leadId = headId;
        for (var place = 0; place < department.Headcount; place++)
        {
            var id = staff.Count + 1;
            var rank = place == 0 ? Rank.Head : place % TeamSize == 1 ? Rank.Lead : Rank.Member;
            var managerId = rank switch { Rank.Head => 1, Rank.Lead => headId, _ => leadId };
            leadId = rank == Rank.Lead ? id : leadId;
            var hiredOn = seedDay.AddDays(-random.Between(20, 4_000));
            var salary = Salary(department, rank, random);
            var region = random.Pick(Regions);
            var title = Title(department, rank, random);
            // Members of the cast are added last in their department, so that none of them leads another.
            if (featured.TryPeek(out var person) && person.Rank == rank && (rank != Rank.Member || department.Headcount - place <= featured.Count))
            {
                featured.Dequeue();
                staff.Add(new(id, person.Login, person.Name, person.Title, department.Name, person.Region, managerId, hiredOn, person.Salary));
                continue;
            }

            var (login, name) = names.Next();
            staff.Add(new(id, login, name, title, department.Name, region, managerId, hiredOn, salary));
        }
    }

    private static int Salary(Department department, Rank rank, SeededRandom random)
    {
        var hundreds = department.SalaryFrom / 100;
        var drawn = hundreds + random.Below(hundreds / 2);
        return 100 * rank switch { Rank.Head => drawn * 5 / 2, Rank.Lead => drawn * 3 / 2, _ => drawn };
    }

    private static string Title(Department department, Rank rank, SeededRandom random)
    {
        var title = random.Pick(department.Titles);
        return rank switch
        {
            Rank.Head => $"Head of {department.Name}",
            Rank.Lead => $"{department.Name} Lead",
            _ => random.Chance(25) ? $"Senior {title}" : title,
        };
    }

    private sealed record Featured(string Login, string Name, string Department, string Region, string Title, Rank Rank, int Salary);
}
