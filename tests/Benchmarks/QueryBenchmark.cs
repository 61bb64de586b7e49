using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Sources;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Vault;

namespace Onbehalf.Benchmarks;

/// <summary>A query as the person through the product, against the same SQL raw on the same kind of connection.</summary>
internal static class QueryBenchmark
{
    private static readonly (string Name, string Sql)[] Queries =
    [
        ("point by key", "SELECT id, title, amount FROM company.deals WHERE id = 42"),
        ("range", "SELECT id, title, amount FROM company.deals WHERE id BETWEEN 100 AND 300"),
        ("count and sum", "SELECT count(*), sum(amount) FROM company.deals"),
        ("group by", "SELECT stage, count(*), sum(amount) FROM company.deals GROUP BY stage"),
        ("top ten", "SELECT id, title, amount FROM company.deals ORDER BY amount DESC LIMIT 10"),
        ("join and group", "SELECT c.region, count(*) FROM company.tickets t JOIN company.customers c ON c.id = t.customer_id GROUP BY c.region"),
    ];

    /// <summary>The runtime compiles a method for the last time after some hundred calls. A server runs that code.</summary>
    private const int WarmUp = 400;

    public static async Task RunAsync(InProcessApp app, int rounds)
    {
        var people = app.Services.GetRequiredService<PeopleStore>();
        var carol = await people.FindAsync(app.SubjectOf("carol"), default) ?? throw new InvalidOperationException("Who is Carol?");
        var confirmed = (AuthorityResult.Confirmed)await app.Services.GetRequiredService<Authorities>().ConfirmAsync(carol, Freshness.Now, default);
        var source = app.Services.GetRequiredService<SourceCatalog>().Find("company")!;
        await using var raw = await RawAsync(app, carol);
        var ratios = new List<double>();
        foreach (var (name, sql) in Queries)
        {
            var (product, plain) = await TimeAsync(
                rounds, async () => Expect(await source.QueryAsync(confirmed.Authority, new(sql), new(1000, 1 << 20, TimeSpan.FromSeconds(2)), default)), () => ReadAsync(raw, sql));
            ratios.Add(product.P50 / plain.P50);
            Console.WriteLine($"query: {name,-18} as the person p50 {product.P50,7:F2} ms   raw {plain.P50,7:F2} ms   ratio {ratios[^1]:F2}");
        }

        Console.WriteLine($"query: geometric mean {Math.Exp(ratios.Average(Math.Log)):F2} (goal 1.2), point look-up {ratios[0]:F2} (goal 1.5), worst {ratios.Max():F2}");
    }

    private static void Expect(QueryOutcome outcome)
    {
        if (outcome is not QueryOutcome.Rows)
            throw new InvalidOperationException(outcome.ToString());
    }

    /// <summary>In turns, so that whatever else the machine does meets both alike.</summary>
    private static async Task<(Figures Product, Figures Raw)> TimeAsync(int rounds, Func<Task> product, Func<Task> raw)
    {
        var (ofProduct, ofRaw) = (new List<double>(rounds), new List<double>(rounds));
        for (var i = 0; i < rounds + WarmUp; i++)
        {
            var (first, second) = (await TimeAsync(product), await TimeAsync(raw));
            if (i < WarmUp)
                continue;
            ofProduct.Add(first);
            ofRaw.Add(second);
        }

        return (new(ofProduct), new(ofRaw));
    }

    private static async Task<double> TimeAsync(Func<Task> run)
    {
        var started = Stopwatch.GetTimestamp();
        await run();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static async Task ReadAsync(NpgsqlDataSource raw, string sql)
    {
        await using var command = raw.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
            reader.GetValues(new object[reader.FieldCount]);
    }

    private static async Task<NpgsqlDataSource> RawAsync(InProcessApp app, Subject person)
    {
        var secret = await app.Services.GetRequiredService<PersonSecrets>().ReadAsync(person.Id, new("source-company"), default);
        var login = JsonDocument.Parse(secret!.Reveal()).RootElement;
        return NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder
        {
            Host = "127.0.0.1",
            Port = app.Sidecars.PostgresPort,
            Database = await LocalSidecars.CopyOfCompanyAsync(),
            Username = login.GetProperty("username").GetString(),
            Password = login.GetProperty("password").GetString(),
            MaxPoolSize = 2,
        });
    }
}
