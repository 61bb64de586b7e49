using System.Diagnostics;
using System.Text.Json;
using Onbehalf.Orchestrations.Starting;
using Onbehalf.Sources;

namespace Onbehalf.Tests.Sources;

/// <summary>T22 for a source without users: whatever the statement says, nothing hidden exists where it runs.</summary>
public sealed class SqliteEscapes(ExpenseFile file) : IClassFixture<ExpenseFile>
{
    public static TheoryData<string> Cases => [.. SqliteEscapeCases.All.Select(static c => c.ToString())];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Every_attempt_ends_as_it_must(string name)
    {
        var escape = SqliteEscapeCases.All.Single(c => c.ToString() == name);

        var (answers, longest) = (new List<QueryOutcome>(), TimeSpan.Zero);
        foreach (var sql in escape.Statements)
        {
            var started = Stopwatch.GetTimestamp();
            answers.Add(await file.AskAsync(file.Bob, sql));
            longest = Stopwatch.GetElapsedTime(started) is var took && took > longest ? took : longest;
        }

        Assert.All(answers, static a => Assert.DoesNotContain(ExpenseFile.Marker, Said.Of(a), StringComparison.Ordinal));
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
                    Assert.Equal(Said.Of(await file.AskAsync(file.Bob, sql, bare: true)), Said.Of(answer));
                break;
        }
    }

    [Fact]
    public void The_table_holds_every_measured_attempt() =>
        Assert.Equal(Enumerable.Range(1, 170), SqliteEscapeCases.All.Select(static c => c.Number));

    [Fact]
    public async Task What_a_person_sees_of_the_schema_does_not_move_with_what_is_hidden()
    {
        var full = Assert.IsType<CatalogOutcome.Visible>(await file.Source.DescribeAsync(file.Bob, CancellationToken.None));

        var bare = Assert.IsType<CatalogOutcome.Visible>(await file.Bare.DescribeAsync(file.Bob, CancellationToken.None));

        Assert.Equal(JsonSerializer.Serialize(bare.Catalog), JsonSerializer.Serialize(full.Catalog));
    }
}
