using System.Diagnostics;
using System.Text.Json;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;

namespace Onbehalf.Tests.Sources;

/// <summary>T20, T22: a hostile model with Bob's own login gets what Bob gets.</summary>
public sealed class PostgresEscapes(EscapeDatabase world) : IClassFixture<EscapeDatabase>
{
    public static TheoryData<string> Cases => [.. PostgresEscapeCases.All.Select(static c => c.ToString())];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_attempt_ends_as_it_must(string name)
    {
        var escape = PostgresEscapeCases.All.Single(c => c.ToString() == name);

        var (answers, longest) = (new List<QueryOutcome>(), TimeSpan.Zero);
        foreach (var sql in escape.Statements)
        {
            var started = Stopwatch.GetTimestamp();
            answers.Add(await world.AskAsync(world.Bob, sql));
            longest = Stopwatch.GetElapsedTime(started) is var took && took > longest ? took : longest;
        }

        if (escape.Verdict != Verdict.Flagged)
            Assert.All(answers, static a => Assert.DoesNotContain(EscapeDatabase.Marker, Said.Of(a), StringComparison.Ordinal));
        Assert.True(longest < TimeSpan.FromSeconds(30), $"took {longest}");
        switch (escape.Verdict)
        {
            case Verdict.Blocked:
                Assert.All(answers, static a => Assert.IsNotType<QueryOutcome.Rows>(a));
                break;
            case Verdict.OkEmpty:
                Assert.All(answers, static a => Assert.DoesNotContain("77700", Said.Of(a), StringComparison.Ordinal));
                break;
            case Verdict.Works:
                Assert.All(answers, static a => Assert.True(a is QueryOutcome.Rows, Said.Of(a)));
                break;
            case Verdict.Same:
                foreach (var (sql, answer) in escape.Statements.Zip(answers))
                    Assert.Equal(Said.Of(await world.AskAsync(world.Bob, sql, bare: true)), Said.Of(answer));
                break;
            case Verdict.Flagged:
                var described = Assert.IsType<CatalogOutcome.Visible>(await world.Source.DescribeAsync(world.Bob, CancellationToken.None));
                Assert.Contains(described.Catalog.Flags, static f => f.Contains("owners_view", StringComparison.Ordinal) && f.Contains("frozen", StringComparison.Ordinal));
                break;
        }
    }

    [Fact]
    public void The_table_holds_every_measured_attempt()
    {
        var numbers = PostgresEscapeCases.All.Select(static c => c.Number).ToList();

        Assert.Equal(Enumerable.Range(1, 142), numbers);
    }

    [Fact]
    public async Task The_state_of_the_last_statement_is_gone_before_the_next()
    {
        var before = Said.Of(await world.AskAsync(world.Bob, "SELECT id, amount FROM orders ORDER BY id"));

        await world.AskAsync(world.Bob, "SELECT 1 / 0");
        await world.AskAsync(world.Bob, "SELECT count(*) FROM generate_series(1, 10000000000)");

        Assert.Equal(before, Said.Of(await world.AskAsync(world.Bob, "SELECT id, amount FROM orders ORDER BY id")));
    }

    [Fact]
    public async Task What_a_person_sees_of_the_schema_does_not_move_with_what_is_hidden()
    {
        var full = Assert.IsType<CatalogOutcome.Visible>(await world.Source.DescribeAsync(world.Bob, CancellationToken.None));

        var bare = Assert.IsType<CatalogOutcome.Visible>(await world.Bare.DescribeAsync(world.Bob, CancellationToken.None));

        Assert.Equal(JsonSerializer.Serialize(bare.Catalog.Tables), JsonSerializer.Serialize(full.Catalog.Tables));
        Assert.DoesNotContain("payroll", JsonSerializer.Serialize(full.Catalog), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", JsonSerializer.Serialize(full.Catalog), StringComparison.Ordinal);
    }
}
