using System.Collections.Immutable;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>Questions whose parts exclude each other. They are refused with the reason.</summary>
internal static class Conflicts
{
    /// <summary>Returns the reason why parts of the question exclude each other, or null. Ignoring one of them would give a wrong number.</summary>
    public static string? Of(Question question, ColumnFinder columns, ImmutableArray<ColumnUse> target) =>
        question.Measure switch
        {
            Measure.Count
            or Measure.Sum
            or Measure.Average when question.Superlative is not null && question.By.All(by => columns.Own(by) is { Kind: ColumnKind.Number }) =>
                "I can rank rows, or calculate over all of them, but not calculate over a ranking.",
            Measure.Sum or Measure.Average or Measure.Minimum or Measure.Maximum when target.Length > 1 =>
                $"I can calculate with one column at a time, not with {string.Join(" and ", target.Select(static column => QueryPlanner.Plain(column.Name)))}.",
            // "average deals per owner" can be an amount or a number of deals.
            Measure.Average
                when target.IsEmpty
                    && !question.By.IsEmpty
                    && columns.Table.Measure is { } measure
                    && (IsPlural(question, columns.Table) || question.By.Any(Keywords.IsTime)) =>
                $"I can take the average {QueryPlanner.Plain(measure.Name)} of {QueryPlanner.Plain(columns.Table.ShortName)}, or count them, but not take the average of the counts: say which.",
            Measure.Latest or Measure.Oldest when !question.By.IsEmpty && RankedDay(question, columns) is null =>
                "I can rank rows, but not the rows of each group.",
            Measure.Top or Measure.Bottom when question.By.Length > 1 => $"I can rank by one column at a time, not by {string.Join(" and ", question.By)}.",
            _ => null,
        };

    /// <summary>Returns the reason why rows cannot be sorted by a word with an order of its own, such as a priority; null if they can.</summary>
    public static string? Letters(Question question, ColumnFinder columns) =>
        question.Sorting is { Column.Length: > 0 } sorting && question.By.IsEmpty && columns.Own(sorting.Column) is { Kind: ColumnKind.Text } column
        && column.Name is "priority" or "severity" or "status" or "stage"
            ? $"I can sort words only by their letters, which is no order of the {column.Name}: ask for one of them, or count by {column.Name}."
            : null;

    /// <summary>Returns whether a sort order is possible. A ranking has its own order, and a single number has none.</summary>
    public static bool CanSort(Question question, Sorting sorting) => question.Measure switch
    {
        Measure.List or null => true,
        Measure.Top or Measure.Maximum when question.By.IsEmpty => sorting is { Column.Length: 0, ByDay: false, Descending: true },
        Measure.Bottom or Measure.Minimum when question.By.IsEmpty => sorting is { Column.Length: 0, ByDay: false, Descending: false },
        Measure.Top or Measure.Bottom or Measure.Latest or Measure.Oldest => false,
        _ => !question.By.IsEmpty && !sorting.ByDay && (sorting.Column.Length == 0 || question.By.Any(group => Word.Same(group, sorting.Column))),
    };

    public static bool IsPlural(Question question, KnownTable table) =>
        question.Phrases.SelectMany(static phrase => phrase.Words).Any(word => Word.Same(word, table.ShortName) && word.EndsWith('s'));

    /// <summary>Returns the date of "latest deals by closing date".</summary>
    public static ColumnUse? RankedDay(Question question, ColumnFinder columns) =>
        question.By is [var by] && columns.Own(by) is { Kind: ColumnKind.Day } day ? day : null;
}
