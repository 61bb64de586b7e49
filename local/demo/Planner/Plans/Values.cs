using System.Collections.Immutable;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Schema;
using Onbehalf.Demo.Planner.Steps;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>Consecutive words that match no column and no table. <paramref name="Column"/> is set if the question names it.</summary>
internal sealed record ValueRun(ImmutableArray<string> Words, ColumnUse? Column, bool IsNegated, bool FollowsOr)
{
    /// <summary>The column named directly after the words.</summary>
    public ColumnUse? Follower { get; init; }

    /// <summary>The number of questions since the words were typed.</summary>
    public int Age { get; init; }
}

/// <summary>
/// Finds the columns that contain the words of a question as values, by querying the source. First it queries category columns, then all
/// other text of the table and its referenced table. A word found nowhere is not a filter.
/// </summary>
internal sealed class Values(ColumnFinder columns, Func<string, string, ResultText?> lookedUp)
{
    private const int LongestRun = 5;
    private const int MostSpans = 24;

    private static readonly string[] Categories =
    [
        "region",
        "department",
        "category",
        "stage",
        "status",
        "priority",
        "industry",
        "type",
        "owner",
        "assignee",
        "employee",
        "manager",
    ];

    /// <summary>The columns named after one of their values.</summary>
    public List<ColumnUse> Named { get; } = [];

    /// <summary>Binds words to columns. Returns null if every word is a value and has become a filter.</summary>
    public Planning? Bind(IReadOnlyList<ValueRun> runs, Filters filters)
    {
        if (runs.Count == 0)
            return null;
        if (runs.Any(static run => run.Words.Length > LongestRun) || runs.Sum(static run => Spans(run).Count()) > MostSpans)
            return new Planning.Unread([.. runs.Select(static run => string.Join(' ', run.Words))]);

        // Order: columns with categories, then the referenced table, then all other text.
        var via = columns.TextBeyond().Select(static beyond => beyond.Via).FirstOrDefault();
        ImmutableArray<ColumnUse> beyond = [.. columns.TextBeyond().Select(static one => one.Column)];
        var hits = new Dictionary<string, List<ColumnUse>>();
        if (LookUp(runs, Own(isCategory: true), hits) is { } first)
            return first;
        foreach (var candidates in (ImmutableArray<ColumnUse>[])[beyond, Own(isCategory: false)])
        {
            var open = runs.Where(run => run.Column is null && Cover(run, hits).Missing.Length > 0).ToArray();
            if (LookUp(open, candidates, hits) is { } asks)
                return asks;
        }

        ImmutableArray<string> missing = [.. runs.SelectMany(run => Cover(run, hits).Missing)];
        return missing.IsEmpty ? Filter(runs, hits, filters, via) : new Planning.Unread(missing);
    }

    private Planning? Filter(IReadOnlyList<ValueRun> runs, Dictionary<string, List<ColumnUse>> hits, Filters filters, KnownReference? via)
    {
        var found = new List<(ColumnUse Column, string Value, bool IsNegated, bool IsSure, ValueRun Run)>();
        foreach (var run in runs)
        {
            var before = found.Count > 0 ? found[^1].Column : null;
            foreach (var value in Cover(run, hits).Values)
            {
                var fitting = hits[Key(run, value)];
                var column = run.Column ?? fitting.Find(one => one == run.Follower) ?? fitting.Find(one => one == before) ?? fitting[0];
                if (column == run.Follower)
                    Named.Add(column);
                found.Add((column, value, run.IsNegated, run.Column is not null || fitting.Count == 1, run));
            }

            // "not in EMEA and won" can exclude both values or only the first.
            if (run.IsNegated && found.Where(one => ReferenceEquals(one.Run, run)).Select(static one => one.Column).Distinct().Skip(1).Any())
                return new Planning.Unread(["not"]);
            if (run.FollowsOr && (before is null || found.Skip(found.Count - 1).Any(one => one.Column != before)))
                return new Planning.Unread(["or"]);
        }

        // "not Sales", then "and Legal".
        var turned = found.Find(one => !one.IsNegated && found.Exists(left => left.IsNegated && left.Column == one.Column && left.Run.Age > one.Run.Age));
        if (turned.Value is { } unclear)
            return new Planning.Unclear(
                $"I cannot tell whether “{unclear}” is left out as well, or is all that you want now: "
                    + $"ask the whole question again, such as with “not … or {unclear}”.");

        // A later value of a column replaces earlier ones, unless joined by "or".
        var newest = found
            .Where(static one => !one.Run.FollowsOr)
            .GroupBy(static one => one.Column)
            .ToDictionary(static column => column.Key, static column => column.Min(static one => one.Run.Age));
        foreach (
            var same in found.Where(one => one.Run.Age <= newest.GetValueOrDefault(one.Column, int.MaxValue)).GroupBy(static one => (one.Column, one.IsNegated))
        )
        {
            if (same.Key.Column.Table != columns.Table && via is not null)
                columns.Join(same.Key.Column, via);
            filters.AddValues(same.Key.Column, [.. same.Select(static one => one.Value)], same.Key.IsNegated, same.All(static one => one.IsSure));
        }

        return null;
    }

    /// <summary>Returns the look-up query for the columns of the words, or null once it is answered.</summary>
    private Planning? LookUp(IReadOnlyList<ValueRun> runs, ImmutableArray<ColumnUse> candidates, Dictionary<string, List<ColumnUse>> hits)
    {
        ImmutableArray<ColumnUse> Candidates(ValueRun run) => run.Column is { } named ? [named] : candidates;
        foreach (var table in runs.SelectMany(run => Candidates(run)).GroupBy(static column => column.Table))
        {
            var cells = runs.SelectMany(run => Spans(run).SelectMany(span => Candidates(run).Where(column => column.Table == table.Key)
                .Select(column => (Key: Key(run, span), Span: span, Column: column)))).Distinct().ToList();
            var sums = cells.Select(
                static (cell, place) =>
                    $"sum(CASE WHEN lower({cell.Column.Sql(qualified: false)}) = {Word.Literal(cell.Span)} THEN 1 ELSE 0 END) AS \"v{place + 1}\"");
            var sql = $"SELECT {string.Join(", ", sums)} FROM {table.Key.Quoted}";
            switch (lookedUp(table.Key.Source, sql))
            {
                case null:
                    return new Planning.LookUp(table.Key.Source, sql);
                case ResultText.Refused refused:
                    return new Planning.Unclear(PlainAnswer.Meaning(refused));
                case ResultText.Rows { Cells: [var counts, ..] }:
                    Keep(
                        cells.Zip(counts).Where(static pair => pair.Second is not ("0" or "null")).Select(static pair => (pair.First.Key, pair.First.Column)),
                        hits);
                    break;
            }
        }

        return null;
    }

    private static void Keep(IEnumerable<(string Key, ColumnUse Column)> found, Dictionary<string, List<ColumnUse>> hits)
    {
        foreach (var (key, column) in found)
        {
            if (!hits.TryGetValue(key, out var fitting))
                hits[key] = fitting = [];
            fitting.Add(column);
        }
    }

    /// <summary>Splits words into known values, longest first, and unknown words.</summary>
    private static (ImmutableArray<string> Values, ImmutableArray<string> Missing) Cover(ValueRun run, Dictionary<string, List<ColumnUse>> hits)
    {
        var values = ImmutableArray.CreateBuilder<string>();
        var missing = new List<string>();
        for (var at = 0; at < run.Words.Length;)
        {
            var length = Enumerable.Range(1, run.Words.Length - at).Reverse().FirstOrDefault(length => hits.ContainsKey(Key(run, Text(run, at, length))));
            if (length == 0)
            {
                missing.Add(run.Words[at++]);
                continue;
            }

            values.Add(Text(run, at, length));
            at += length;
        }

        return (values.ToImmutable(), missing.Count == 0 ? [] : missing.Count == run.Words.Length ? [string.Join(' ', missing)] : [.. missing]);
    }

    private static IEnumerable<string> Spans(ValueRun run)
    {
        for (var length = run.Words.Length; length > 0; length--)
        {
            for (var at = 0; at + length <= run.Words.Length; at++)
                yield return Text(run, at, length).ToLowerInvariant();
        }
    }

    /// <summary>Returns the look-up key. A value of a named column has its own key.</summary>
    private static string Key(ValueRun run, string span) => $"{run.Column?.Name}\n{span.ToLowerInvariant()}";

    private static string Text(ValueRun run, int at, int length) => string.Join(' ', run.Words.Skip(at).Take(length).Select(Tokens.Unquoted));

    private ImmutableArray<ColumnUse> Own(bool isCategory) =>
        [
            .. isCategory
                ? Categories.Select(columns.Own).OfType<ColumnUse>().Where(static column => column.Kind == ColumnKind.Text)
                : columns
                    .Table.Columns.Where(static column => column.Kind == ColumnKind.Text && !Categories.Contains(column.Name))
                    .Select(column => new ColumnUse(columns.Table, column.Name, column.Kind)),
        ];
}
