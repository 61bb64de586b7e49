using System.Collections.Immutable;
using System.Globalization;

namespace Onbehalf.Demo.Company;

/// <summary>30,000 expenses of the last year. The account numbers have a country code that no country uses.</summary>
internal static class ExpenseClaims
{
    private static readonly ImmutableArray<(string Category, int From, int To)> Kinds =
    [
        ("travel", 4_000, 120_000),
        ("lodging", 7_000, 65_000),
        ("meals", 900, 12_000),
        ("software", 1_500, 48_000),
        ("training", 12_000, 190_000),
        ("office", 500, 22_000),
    ];

    public static ImmutableArray<Expense> Claim(DateOnly seedDay, ImmutableArray<Employee> staff)
    {
        var random = new SeededRandom(stream: 5);
        var claimants = Claimants(staff);
        var expenses = ImmutableArray.CreateBuilder<Expense>(30_000);
        while (expenses.Count < 30_000)
        {
            var who = random.Pick(claimants);
            var (category, from, to) = random.Pick(Kinds);
            var age = random.Below(365);
            expenses.Add(new(
                expenses.Count + 1,
                who.Login,
                who.Name,
                who.Manager,
                who.Department,
                random.Between(from, to),
                "EUR",
                category,
                seedDay.AddDays(-age),
                age > 45 ? (random.Chance(94) ? "paid" : "rejected") : random.Chance(50) ? "submitted" : "approved",
                who.Iban));
        }

        return expenses.MoveToImmutable();
    }

    private static ImmutableArray<Claimant> Claimants(ImmutableArray<Employee> staff)
    {
        var logins = staff.ToDictionary(static person => person.Id, static person => person.Login);
        var supportLead = staff.First(static person => person.Department == "Support");
        return
        [
            .. staff.Select(person => new Claimant(
                person.Login, person.Name, person.ManagerId is { } id ? logins[id] : null, person.Department, Iban(person.Id))),
            new("dan", "Dan Ferreira", supportLead.Login, "Support", Iban(staff.Length + 1)),
        ];
    }

    private static string Iban(int number) => string.Create(CultureInfo.InvariantCulture, $"ZZ{10 + (number % 89):D2}0042{7_000_000 + (number * 7_919):D10}");

    private sealed record Claimant(string Login, string Name, string? Manager, string Department, string Iban);
}
