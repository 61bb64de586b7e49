using System.Collections.Immutable;

namespace Onbehalf.Demo.Company;

/// <summary>20,000 tickets. Dan, the contractor, works on about one in twenty.</summary>
internal static class TicketQueue
{
    private static readonly ImmutableArray<string> Subjects =
    [
        "Cannot sign in", "Invoice does not match the order", "Export stops half way", "Dashboard is slow", "Wrong currency shown", "Webhook is not delivered",
        "Password reset mail missing",
        "Report shows last year",
        "Need a copy of the contract",
        "Import rejects the file",
        "Seats are not updated",
        "Data looks out of date",
    ];

    public static ImmutableArray<Ticket> Open(DateOnly seedDay, ImmutableArray<Customer> customers, ImmutableArray<Employee> staff)
    {
        var random = new SeededRandom(stream: 4);
        ImmutableArray<string> agents = [.. staff.Where(static person => person.Department == "Support").Select(static person => person.Login)];
        var tickets = ImmutableArray.CreateBuilder<Ticket>(20_000);
        while (tickets.Count < 20_000)
        {
            var assignee = random.Chance(5) ? "dan" : random.Pick(agents);
            var age = random.Below(365);
            var status = age > 60 || random.Chance(55) ? "closed" : random.Chance(60) ? "open" : "pending";
            var closedAfter = random.Below(Math.Min(age + 1, 30));
            var openedOn = seedDay.AddDays(-age);
            tickets.Add(new(
                tickets.Count + 1,
                random.Pick(Subjects),
                random.Pick(customers).Id,
                assignee,
                Priority(random.Below(100)),
                status,
                openedOn,
                status == "closed" ? openedOn.AddDays(closedAfter) : null));
        }

        return tickets.MoveToImmutable();
    }

    private static string Priority(int draw) => draw switch { < 5 => "urgent", < 25 => "high", < 75 => "normal", _ => "low" };
}
