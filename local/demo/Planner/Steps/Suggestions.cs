using System.Collections.Immutable;
using System.Globalization;
using Onbehalf.Demo.Planner.Plans;
using Onbehalf.Demo.Planner.Schema;
using Onbehalf.Demo.Planner.Wire;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>
/// Suggests questions that work for the speaker. They are built from the speaker's schema, planned like typed questions, and tested in the
/// sources for their row count. A question without rows is not suggested.
/// </summary>
internal static class Suggestions
{
    private const int Most = 4;
    private const int MostTried = 8;

    private static readonly string[] Kinds = ["category", "department", "stage", "priority", "status", "industry", "region", "location"];

    /// <summary>Returns the text with up to four suggestions, or first the queries that test them.</summary>
    public static ChatAnswer After(string text, Asked asked)
    {
        var candidates = Candidates(asked);
        ImmutableArray<(string Source, string Sql)> tries =
        [
            .. candidates.GroupBy(static one => one.Query.Source).Select(static source => (source.Key, Try(source))),
        ];
        if (asked.Offers("query_data") && tries.Any(query => asked.LookedUp(query.Source, query.Sql) is null))
            return Say.LookUp(tries);
        var working = candidates
            .Where(candidate => Works(asked, candidate, tries, candidates))
            .Select(static candidate => $"“{candidate.Question}”")
            .Take(Most)
            .ToArray();
        return Say.Text(working.Length == 0 ? text : $"{text} You could ask: {string.Join(", ", working)}.");
    }

    /// <summary>Returns one query per source that counts the rows of each suggestion.</summary>
    private static string Try(IEnumerable<Candidate> candidates) =>
        $"SELECT {string.Join(", ", candidates.Select(static (candidate, place) => string.Create(CultureInfo.InvariantCulture, $"(SELECT count(*) FROM ({candidate.Query.Sql}) AS \"q{place + 1}\") AS \"n{place + 1}\"")))}";

    private static bool Works(Asked asked, Candidate candidate, ImmutableArray<(string Source, string Sql)> tries, ImmutableArray<Candidate> candidates)
    {
        var place = candidates.Where(other => other.Query.Source == candidate.Query.Source).ToList().IndexOf(candidate);
        var tried = tries.First(query => query.Source == candidate.Query.Source);
        return asked.LookedUp(tried.Source, tried.Sql) is ResultText.Rows { Cells: [var counts, ..] } && counts.Length > place && counts[place] != "0";
    }

    private static ImmutableArray<Candidate> Candidates(Asked asked)
    {
        // One suggestion per table, then further ones, so that a person with one table also gets several.
        var tables = asked.Schema.Tables.Where(static table => table.Column("id") is not null && (table.Measure is not null || table.FirstDay is not null))
            .OrderBy(static table => DayWords.Named(table, "closed") is not null ? 0 : table.Measure is not null ? 1 : 2).ToArray();
        var perTable = tables.Select(table => Questions(table).ToArray()).ToArray();
        var questions = Enumerable
            .Range(0, Most)
            .SelectMany(round => perTable.Where(own => own.Length > round).Select(own => own[round]))
            .Distinct()
            .Take(MostTried);
        return [.. questions.Select(question => Plan(asked, question)).OfType<Candidate>()];
    }

    private static Candidate? Plan(Asked asked, string question) =>
        FollowUp.Resolve(asked with { Text = question, Earlier = [] }) is { } read
        && new QueryPlanner(asked.Schema, asked.Speaker, asked.Today, asked.LookedUp).Plan(read) is Planning.Ready { Query: { IsKnown: true } query }
            ? new(question, query)
            : null;

    private static IEnumerable<string> Questions(KnownTable table)
    {
        var name = Plain(table.ShortName);
        var kinds = Kinds.Where(kind => table.Column(kind) is not null).ToArray();
        var hasClosing = DayWords.Named(table, "closed") is not null;
        if (hasClosing && table.Measure is { } size)
            yield return $"top 5 open {name} by {Plain(size.Name)}";
        if (table.Measure is { } measure && kinds.Length > 0)
            yield return $"average {Plain(measure.Name)} of {name} by {kinds[0]}";
        if (kinds.Length > 0)
            yield return $"how many {(hasClosing ? "open " : "")}{name} by {kinds[0]}";
        if (table.FirstDay is not null)
            yield return $"how many {name} by month";
        yield return $"list {name}";
    }

    private static string Plain(string name) => name.Replace('_', ' ');

    private sealed record Candidate(string Question, PlannedQuery Query);
}
