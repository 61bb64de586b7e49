using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Npgsql;
using Onbehalf.Sources;
using Onbehalf.Tests.Fixtures;
using Onbehalf.Tests.Sources;
using Onbehalf.Tests.Threats.Lineage;
using Xunit.Abstractions;

namespace Onbehalf.Tests.Threats;

/// <summary>
/// Evidence leaves nothing out: where it does not name a column or a relation of PostgreSQL, other values there give the same answer.
/// ONBEHALF_LINEAGE_QUERIES is the number of answered queries.
/// </summary>
public sealed class PostgresLineageSoundnessTests(EscapeDatabase world, ITestOutputHelper output) : IClassFixture<EscapeDatabase>, IAsyncLifetime
{
    private static readonly int Queries = TestSize.Of("ONBEHALF_LINEAGE_QUERIES", small: 500, full: 20_000);

    private NpgsqlConnection _keeper = null!;
    private int _asked;
    private int _answered;
    private int _recursive;

    public async Task InitializeAsync()
    {
        _keeper = new(new NpgsqlConnectionStringBuilder(await TestPostgres.AdminAsync()) { Database = world.Settings.Database, Pooling = false }.ConnectionString);
        await _keeper.OpenAsync();
        await RunAsync(GeneratedSchema.Create(world.Role("sales")));
    }

    public async Task DisposeAsync()
    {
        await RunAsync("DROP SCHEMA g CASCADE");
        await _keeper.DisposeAsync();
    }

    [Fact]
    public void What_the_evidence_does_not_name_does_not_change_the_answer()
    {
        while (_answered < Queries)
        {
            Prop.ForAll(
                Arb.From(Gen.Choose(0, 9_999).ArrayOf().Where(static tape => tape.Length > 2), Tape.Shrink),
                tape => Assert.Null(ViolationAsync(new GeneratedQuery(new(tape)).Write(), tape.Length).GetAwaiter().GetResult()))
                .Check(Config.QuickThrowOnFailure.WithMaxTest(Queries - _answered).WithStartSize(6).WithEndSize(60));
            Assert.True(_answered > _asked * 0.8, $"only {_answered} of {_asked} queries ran");
        }

        output.WriteLine($"{_answered} of {_asked} queries answered, {_recursive} of them recursive");
        Assert.True(_recursive * 50 > _answered, $"only {_recursive} of {_answered} queries were recursive");
    }

    [Theory]
    [InlineData("SELECT q.* FROM g.t0 q NATURAL FULL JOIN g.t1 r", "a,b,id,s;a,id,s")]
    [InlineData("SELECT max(q.id), sum(q.a), count(q) FROM g.owned_over_invoked q", "a,id;a,c,id,s")]
    public async Task The_search_would_find_a_column_that_is_left_out(string sql, string expected)
    {
        var answer = await world.AskAsync(world.Bob, sql);

        Assert.Equal(expected, string.Join(';', answer.Touched.Select(static t => string.Join(',', t.Columns))));
        Assert.NotNull(await ChangedAsync(sql, answer, answer.Touched.Select(static t => t.Relation[2..]).ToDictionary(static name => name, static _ => new HashSet<string>(StringComparer.Ordinal))));
    }

    private async Task<string?> ViolationAsync(string sql, int salt)
    {
        _asked++;
        var answer = await world.AskAsync(world.Bob, sql);
        // On a starved machine the lineage can be out of time where the query is not.
        if (answer is QueryOutcome.Rows && answer.Touched.Any(static t => t.Undecided))
            answer = await world.AskAsync(world.Bob, sql, new(1_000, 1_048_576, TimeSpan.FromSeconds(30)));
        if (answer is not QueryOutcome.Rows)
            return null;
        if (answer.Touched.Any(static t => t.Undecided))
            return $"\n{sql}\nno evidence";
        _answered++;
        _recursive += sql.Contains("RECURSIVE", StringComparison.Ordinal) ? 1 : 0;
        var changed = await ChangedAsync(sql, answer, Named(answer), salt);
        var evidence = string.Join(' ', answer.Touched.Select(static t => $"{t.Relation}({string.Join(',', t.Columns)})"));
        return changed is null ? null : $"\n{sql}\nevidence: {evidence}\nbefore: {Rows(answer)}\nafter:  {changed}";
    }

    /// <summary>The other answer, or null when it stays the same.</summary>
    private async Task<string?> ChangedAsync(string sql, QueryOutcome answer, IReadOnlyDictionary<string, HashSet<string>> named, int salt = 4)
    {
        await RunAsync(GeneratedSchema.Fill(named, salt));
        var after = Rows(await world.AskAsync(world.Bob, sql));
        await RunAsync(GeneratedSchema.Fill(named, 0));
        return after == Rows(answer) ? null : after;
    }

    private async Task RunAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, _keeper);
        await command.ExecuteNonQueryAsync();
    }

    private static Dictionary<string, HashSet<string>> Named(QueryOutcome answer)
    {
        var named = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (var touched in answer.Touched)
        {
            var name = touched.Relation["g.".Length..];
            Add(name, touched.Columns);
            foreach (var (table, columns) in GeneratedSchema.Behind.GetValueOrDefault(name, []))
                Add(table, columns);
            // A partition holds its table's values.
            if (name == "part_1")
                Add("part", [.. touched.Columns, "id"]);
        }

        return named;

        void Add(string table, IEnumerable<string> columns)
        {
            if (!named.TryGetValue(table, out var mine))
                named[table] = mine = new(StringComparer.Ordinal);
            mine.UnionWith(columns);
        }
    }

    private static string Rows(QueryOutcome outcome) =>
        outcome is QueryOutcome.Rows(var table, _) ? string.Join('\n', table.Rows.Select(static row => JsonSerializer.Serialize(row)).Order(StringComparer.Ordinal)) : Said.Of(outcome);
}
