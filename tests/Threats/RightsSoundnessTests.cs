using System.Diagnostics;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Onbehalf.Evidence;
using Onbehalf.Sources;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Sources;
using Onbehalf.Tests.Threats.Lineage;
using Xunit.Abstractions;

namespace Onbehalf.Tests.Threats;

/// <summary>
/// A person with at least the access that an answer touched gets the same result from the same text with their own login, for all values.
/// Otherwise they read every row that the asker reads of the touched data. ONBEHALF_RIGHTS_WORLDS is the number of schemas.
/// </summary>
public sealed class RightsSoundnessTests(CompanyCopy company, ITestOutputHelper output) : IClassFixture<CompanyCopy>, IAsyncLifetime
{
    private const int Fillings = 3;

    /// <summary>The goal for the share of viewers who would get the same result and find the answer locked.</summary>
    private const double MostLocked = 0.05;

    // A schema takes seconds: a shorter counterexample is looked for, but not all day.
    private static readonly TimeSpan Shrinking = TimeSpan.FromMinutes(3);

    private static readonly int Worlds = TestSize.Of("ONBEHALF_RIGHTS_WORLDS", small: 4, full: 200);
    private static readonly string[] People = ["alice", "bob", "mallory", "carol", "dan", "erin"];

    private readonly string _some = $"some{Guid.NewGuid().ToString("n")[..8]}";
    private readonly string _more = $"more{Guid.NewGuid().ToString("n")[..8]}";
    private readonly Stopwatch _searching = new();
    private int _number;
    private int _open;
    private int _same;
    private int _locked;
    private int _ofAsker;

    /// <summary>Two roles: one within the other.</summary>
    public Task InitializeAsync() => company.AlterAsync($"CREATE ROLE {_some}; CREATE ROLE {_more}; GRANT {_some} TO {_more}");

    public Task DisposeAsync() => company.AlterAsync($"DROP OWNED BY {_some}, {_more}; DROP ROLE {_some}, {_more}");

    [Fact]
    public void Whoever_an_answer_is_open_to_would_get_it_by_asking_or_reads_every_row_of_what_it_rests_on()
    {
        Prop.ForAll(
            Arb.From(Gen.Choose(0, 9_999).ArrayOf().Where(static tape => tape.Length > 8), tape => _searching.Elapsed < Shrinking ? Tape.Shrink(tape) : []),
            tape => Assert.Null(ViolationAsync(tape).GetAwaiter().GetResult()))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(Worlds).WithStartSize(50).WithEndSize(110));

        var share = _locked / (double)Math.Max(1, _same + _locked);
        output.WriteLine($"open {_open}, of them with the same result {_same}; locked for somebody who would get the same: {_locked} ({share:P1}), and {_ofAsker} by rules that depend on who asks");
        Assert.InRange(share, 0, MostLocked);
        Assert.True(_open > 0, "nothing was open to anybody");
    }

    private async Task<string?> ViolationAsync(int[] tape)
    {
        var schema = $"rights{Interlocked.Increment(ref _number)}";
        var generated = new GeneratedRights(new(tape), schema, _some, _more);
        var create = $"{generated.Memberships()}\n{generated.Create()}";
        await company.AlterAsync(create);
        try
        {
            if (await LookAsync(schema) is not { } wrong)
                return null;
            // The first one is printed too: a shorter one may be wrong in another way.
            if (!_searching.IsRunning)
                output.WriteLine($"{create}\n{wrong}");
            _searching.Start();
            return $"\n{create}\n{wrong}";
        }
        finally
        {
            await company.AlterAsync($"DROP SCHEMA {schema} CASCADE");
        }
    }

    private async Task<string?> LookAsync(string schema)
    {
        string[] queries = [.. GeneratedRights.Queries.Select(query => query.Replace("{0}", schema, StringComparison.Ordinal))];
        var said = await AskAllAsync(queries);
        var rights = new Dictionary<string, IHeldRights?>(StringComparer.Ordinal);
        foreach (var person in People)
            rights[person] = await company.RightsAsync(person);
        var results = said.ToDictionary(static one => one.Key, static one => Rows(one.Value));
        for (var salt = 1; salt < Fillings; salt++)
        {
            await company.AlterAsync(GeneratedRights.Fill(schema, salt));
            foreach (var (key, outcome) in await AskAllAsync(queries))
                results[key] += $"\n{Rows(outcome)}";
        }

        foreach (var ((asker, query), answer) in said.Where(static one => one.Value is QueryOutcome.Rows))
        {
            foreach (var viewer in People.Where(person => person != asker))
            {
                var (isOpen, isSame) = (answer.Touched.All(touched => rights[viewer]?.Cover(touched, false) == true), results[(viewer, query)] == results[(asker, query)]);
                if (isOpen && !isSame && !await ReadsAtLeastAsync(viewer, asker, answer.Touched))
                    return $"{query}\nof {asker} is open to {viewer}\n{results[(asker, query)]}\nand not\n{results[(viewer, query)]}";
                Count(isOpen, isSame, answer.Touched.Any(static touched => touched.DependsOnAsker));
            }
        }

        return null;
    }

    private void Count(bool isOpen, bool isSame, bool dependsOnAsker)
    {
        _open += isOpen ? 1 : 0;
        _same += isOpen && isSame ? 1 : 0;
        _ofAsker += !isOpen && isSame && dependsOnAsker ? 1 : 0;
        _locked += !isOpen && isSame && !dependsOnAsker ? 1 : 0;
    }

    private async Task<Dictionary<(string Person, string Query), QueryOutcome>> AskAllAsync(string[] queries)
    {
        var said = new Dictionary<(string, string), QueryOutcome>();
        foreach (var person in People)
        {
            foreach (var query in queries)
                said[(person, query)] = await company.AskAsync(person, query);
        }

        return said;
    }

    /// <summary>Returns whether the viewer reads all rows that the asker reads, of the data of an answer.</summary>
    private async Task<bool> ReadsAtLeastAsync(string viewer, string asker, IEnumerable<Touched> all)
    {
        foreach (var touched in all)
        {
            var sql = $"SELECT {(touched.Columns.IsEmpty ? "1" : string.Join(", ", touched.Columns.Select(GeneratedSchema.Quoted)))} FROM {touched.Relation}";
            if (await company.AskAsync(viewer, sql) is not QueryOutcome.Rows mine || await company.AskAsync(asker, sql) is not QueryOutcome.Rows theirs)
                return false;
            var left = Lines(mine).ToList();
            if (!Lines(theirs).All(left.Remove))
                return false;
        }

        return true;
    }

    private static string Rows(QueryOutcome outcome) => outcome is QueryOutcome.Rows rows ? string.Join('\n', Lines(rows)) : outcome.GetType().Name;

    private static IEnumerable<string> Lines(QueryOutcome.Rows rows) => rows.Table.Rows.Select(static row => JsonSerializer.Serialize(row)).Order(StringComparer.Ordinal);
}
