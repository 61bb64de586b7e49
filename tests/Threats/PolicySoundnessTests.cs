using System.Text.Json;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Sources;
using Onbehalf.Sources.Sqlite;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Sources;
using Onbehalf.Tests.Threats.Lineage;
using Xunit.Abstractions;

namespace Onbehalf.Tests.Threats;

/// <summary>
/// A person with at least the access that an answer touched gets the same result from the same text under a declared policy, or reads every cell that the
/// asker reads of the touched data. ONBEHALF_POLICY_WORLDS is the number of policies, ONBEHALF_TEST_SEED the first seed.
/// </summary>
public sealed class PolicySoundnessTests(ExpenseFile file, ITestOutputHelper output) : IClassFixture<ExpenseFile>
{
    private const int Fillings = 3;
    private const int Choices = 200;

    private static readonly int Worlds = TestSize.Of("ONBEHALF_POLICY_WORLDS", small: 25, full: 2_000);
    private static readonly QueryLimits Limits = new(1_000, 1_048_576, TimeSpan.FromSeconds(5));

    private readonly string[] _paths = new string[Fillings];
    private int _open;
    private int _same;
    private int _locked;

    [Fact]
    public async Task Whoever_an_answer_is_open_to_would_get_it_by_asking_or_reads_every_cell_of_what_it_rests_on()
    {
        for (var salt = 0; salt < Fillings; salt++)
            _paths[salt] = file.Write($"policy-{salt}-{Guid.NewGuid():n}", GeneratedPolicy.Fill(salt));

        for (var seed = TestSeed.First; seed < TestSeed.First + Worlds; seed++)
        {
            var random = new Random(seed);
            int[] tape = [.. Enumerable.Range(0, Choices).Select(_ => random.Next(10_000))];
            if (await ViolationAsync(tape) is not null)
                Assert.Fail($"seed {seed}: {await ShortestAsync(tape)}");
        }

        var share = _locked / (double)Math.Max(1, _same + _locked);
        output.WriteLine($"open {_open}, of them with the same result {_same}; locked for somebody who would get the same: {_locked} ({share:P1})");
        Assert.True(_open > Worlds, "hardly anything was open to anybody");
    }

    private async Task<string> ShortestAsync(int[] tape)
    {
        while (await ShorterAsync(tape) is { } shorter)
            tape = shorter;
        return (await ViolationAsync(tape))!;
    }

    private async Task<int[]?> ShorterAsync(int[] tape)
    {
        foreach (var shorter in Tape.Shrink(tape))
        {
            if (await ViolationAsync(shorter) is not null)
                return shorter;
        }

        return null;
    }

    private async Task<string?> ViolationAsync(int[] tape)
    {
        var generated = new GeneratedPolicy(new(tape));
        var sources = _paths.Select(path => ExpenseFile.Open(path, policy: generated.Json)).ToArray();
        try
        {
            return await LookAsync(generated, sources) is { } wrong ? $"\n{generated.Json}\n{string.Join('\n', generated.People.Select(static one => $"{one.Key}: {string.Join(", ", one.Value.Groups)}"))}\n{wrong}" : null;
        }
        finally
        {
            foreach (var source in sources)
                source.Dispose();
        }
    }

    private async Task<string?> LookAsync(GeneratedPolicy generated, SqliteSource[] sources)
    {
        var (said, results) = (new Dictionary<(string Person, string Query), QueryOutcome>(), new Dictionary<(string, string), string>());
        var rights = new Dictionary<string, IHeldRights?>(StringComparer.Ordinal);
        foreach (var (name, person) in generated.People)
        {
            rights[name] = await sources[0].OfAsync(person, CancellationToken.None);
            foreach (var query in GeneratedPolicy.Queries)
            {
                var all = await Task.WhenAll(sources.Select(source => source.QueryAsync(person, new(query), Limits, CancellationToken.None)));
                (said[(name, query)], results[(name, query)]) = (all[0], string.Join('\n', all.Select(Rows)));
            }
        }

        foreach (var ((asker, query), answer) in said.Where(static one => one.Value is QueryOutcome.Rows))
        {
            foreach (var viewer in GeneratedPolicy.Names.Where(name => name != asker))
            {
                var (isOpen, isSame) = (answer.Touched.All(touched => rights[viewer]!.Cover(touched, isAsker: false)), results[(viewer, query)] == results[(asker, query)]);
                if (isOpen && !isSame && !await ReadsAtLeastAsync(sources, generated.People[viewer], generated.People[asker], answer.Touched))
                    return $"{query}\nof {asker} is open to {viewer}\n{results[(asker, query)]}\nand not\n{results[(viewer, query)]}";
                _open += isOpen ? 1 : 0;
                _same += isOpen && isSame ? 1 : 0;
                _locked += !isOpen && isSame ? 1 : 0;
            }
        }

        return null;
    }

    /// <summary>Returns whether the viewer reads all rows that the asker reads, with each of their cells.</summary>
    private static async Task<bool> ReadsAtLeastAsync(SqliteSource[] sources, Authority viewer, Authority asker, IEnumerable<Touched> all)
    {
        foreach (var touched in all)
        {
            var sql = $"SELECT {(touched.Columns.IsEmpty ? "1" : string.Join(", ", touched.Columns))} FROM {touched.Relation}";
            foreach (var source in sources)
            {
                if (await source.QueryAsync(viewer, new(sql), Limits, CancellationToken.None) is not QueryOutcome.Rows mine
                    || await source.QueryAsync(asker, new(sql), Limits, CancellationToken.None) is not QueryOutcome.Rows theirs || !AreWithin(theirs.Table, mine.Table))
                    return false;
            }
        }

        return true;
    }

    /// <summary>Returns whether each row has a row of its own in <paramref name="mine"/> with the same values, where it has values (a matching of two sets).</summary>
    private static bool AreWithin(ResultTable theirs, ResultTable mine)
    {
        var takenBy = new int?[mine.Rows.Length];
        return Enumerable.Range(0, theirs.Rows.Length).All(row => IsPlaced(row, []));

        bool IsPlaced(int row, HashSet<int> tried)
        {
            foreach (var place in Enumerable.Range(0, mine.Rows.Length).Where(place => Fits(theirs.Rows[row], mine.Rows[place]) && tried.Add(place)))
            {
                if (takenBy[place] is not { } other || IsPlaced(other, tried))
                {
                    takenBy[place] = row;
                    return true;
                }
            }

            return false;
        }

        static bool Fits(IEnumerable<object?> row, IEnumerable<object?> place) => row.Zip(place).All(static cells => cells.First is null || Equals(cells.First, cells.Second));
    }

    private static string Rows(QueryOutcome outcome) => outcome is QueryOutcome.Rows rows
        ? string.Join('\n', rows.Table.Rows.Select(static row => JsonSerializer.Serialize(row)).Order(StringComparer.Ordinal))
        : outcome.GetType().Name;
}
