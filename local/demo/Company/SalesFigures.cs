using System.Collections.Immutable;

namespace Onbehalf.Demo.Company;

/// <summary>420 customers and 5,000 deals. An open deal has no closing day. All amounts differ, so that a ranking has one order.</summary>
internal static class SalesFigures
{
    private static readonly ImmutableArray<string> Industries =
    [
        "Energy",
        "Finance",
        "Healthcare",
        "Logistics",
        "Manufacturing",
        "Public Sector",
        "Retail",
        "Software",
    ];

    private static readonly ImmutableArray<string> Firsts =
    [
        "Alder", "Amber", "Atlas", "Aurora", "Beacon", "Birch", "Cedar", "Cobalt", "Copper", "Coral", "Delta", "Ember", "Falcon", "Fjord", "Granite",
        "Harbor", "Heron", "Indigo", "Juniper", "Kestrel", "Lumen", "Maple", "Meridian", "Nordic", "Onyx", "Orchid", "Pioneer", "Quartz", "Raven",
        "Sierra", "Solstice", "Summit", "Tidal", "Umber", "Vertex", "Willow", "Zephyr",
    ];

    private static readonly ImmutableArray<string> Seconds =
    [
        "Analytics", "Bank", "Builders", "Care", "Dynamics", "Energy", "Foods", "Freight", "Health", "Insurance", "Labs", "Logistics", "Motors",
        "Networks", "Partners", "Power", "Retail", "Robotics", "Systems", "Textiles",
    ];

    private static readonly ImmutableArray<string> OpenStages = ["prospecting", "qualified", "proposal", "negotiation"];

    private static readonly ImmutableArray<string> Products = ["Expansion", "Migration", "Onboarding", "Renewal", "Rollout", "Support Plan", "Upgrade"];

    public static ImmutableArray<Customer> Customers(DateOnly seedDay)
    {
        var random = new SeededRandom(stream: 2);
        var taken = new HashSet<string>();
        var customers = ImmutableArray.CreateBuilder<Customer>(420);
        while (customers.Count < 420)
        {
            var name = $"{random.Pick(Firsts)} {random.Pick(Seconds)}";
            if (taken.Add(name))
            {
                customers.Add(new(
                    customers.Count + 1,
                    name,
                    random.Pick(Workforce.Regions),
                    random.Pick(Industries),
                    seedDay.AddDays(-random.Between(200, 3_600)),
                    1_000 * random.Between(20, 900)));
            }
        }

        return customers.MoveToImmutable();
    }

    public static ImmutableArray<Deal> Deals(DateOnly seedDay, ImmutableArray<Customer> customers, ImmutableArray<Employee> staff)
    {
        var random = new SeededRandom(stream: 3);
        var sellers = staff.Where(static person => person.Department == "Sales").ToLookup(static person => person.Region);
        var amounts = new HashSet<int>();
        var deals = ImmutableArray.CreateBuilder<Deal>(5_000);
        while (deals.Count < 5_000)
        {
            var customer = random.Pick(customers);
            var owner = random.Pick([.. sellers[customer.Region]]);
            var open = random.Chance(28);
            var age = open ? random.Below(240) : random.Between(1, 729);
            var stage = open ? random.Pick(OpenStages) : random.Chance(46) ? "won" : "lost";
            var closedAfter = 1 + random.Below(Math.Clamp(age, 1, 150));
            var amount = random.Chance(4) ? random.Between(150_000, 480_000) : random.Between(2_000, 95_000);
            var title = $"{customer.Name} {random.Pick(Products)}";
            if (amounts.Add(amount))
            {
                var createdOn = seedDay.AddDays(-age);
                deals.Add(
                    new(
                        deals.Count + 1,
                        title,
                        customer.Id,
                        customer.Region,
                        owner.Login,
                        amount,
                        stage,
                        createdOn,
                        open ? null : createdOn.AddDays(closedAfter)));
            }
        }

        return deals.MoveToImmutable();
    }
}
