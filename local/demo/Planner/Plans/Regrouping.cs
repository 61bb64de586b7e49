using System.Collections.Immutable;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>Converts questions about groups to the measure of another table: "top 5 customers by tickets", "top 3 owners by won amount".</summary>
internal sealed class Regrouping(KnownSchema schema)
{
    private const int RankLength = 5;

    public Question Resolve(Question question) => Regrouped(ByOtherRows(Distinct(question)));

    /// <summary>Converts to a ranking over another table: "top 5 customers by tickets" counts, "top 5 owners by amount" sums. Only if exactly one
    /// table fits.</summary>
    private Question ByOtherRows(Question question)
    {
        if (question is not { Measure: Measure.Top or Measure.Bottom, ByMeasure: null, By: [var by] }
            || question.Phrases.FirstOrDefault(static phrase => phrase.Preposition.Length == 0) is not { } noun)
            return question;
        var group = string.Join(' ', noun.Words);
        if (schema.Named(group) is { } own && (own.Column(by) is not null || Keywords.IsSize(by)))
            return question;
        string[] words = by.Split(' ');
        if (OfValues(group, words) is { } ofValues)
            return question with { ByMeasure = Measure.Sum, By = [], Phrases = [.. question.Phrases, .. ofValues] };
        var named = words.Select(schema.Named).FirstOrDefault(static table => table is not null);
        var rest = string.Join(' ', words.Where(word => named is null || schema.Named(word) != named));
        KnownTable[] fitting =
        [
            .. schema.Tables.Where(table =>
                table.Column("id") is not null && (named is null ? IsNumber(table, rest) : table == named) && new ColumnFinder(schema, table).Knows(group)),
        ];
        if (fitting is not [var only])
            return question;
        Phrase[] measured =
            IsNumber(only, rest) ? [new("by", [.. rest.Split(' ')]), new("of", [only.ShortName])]
            : rest.Length > 0 ? [new("by", [only.ShortName]), new("for", [.. rest.Split(' ')])]
            : [new("by", [only.ShortName])];
        return question with
        {
            ByMeasure = IsNumber(only, rest) || (rest.Length == 0 && IsMoney(only)) ? Measure.Sum : Measure.Count,
            By = [],
            Phrases = [.. question.Phrases, .. measured],
        };
    }

    /// <summary>"top 3 owners by won amount": a number of the only table that has it, of the rows with the values before it. Null for any other.</summary>
    private ImmutableArray<Phrase>? OfValues(string group, string[] words)
    {
        for (var length = Math.Min(3, words.Length - 1); length > 0; length--)
        {
            var column = string.Join(' ', words[^length..]);
            KnownTable[] fitting =
                [.. schema.Tables.Where(table => table.Column("id") is not null && IsNumber(table, column) && new ColumnFinder(schema, table).Knows(group))];
            if (fitting is [var only] && words[..^length].All(word => IsValue(word, only)))
                return [new("by", [.. words[^length..]]), new("of", [only.ShortName]), new("for", [.. words[..^length]])];
        }

        return null;
    }

    private bool IsValue(string word, KnownTable table) => schema.Named(word) is null && table.Column(word) is null && Keywords.MeasureOf(word) is null;

    /// <summary>"how many regions are there" means the list of them, without a limit.</summary>
    private Question Distinct(Question question)
    {
        if (question is not { Measure: Measure.Count, Superlative: null, By.IsEmpty: true, Conditions.IsEmpty: true, Period: null, Open: null }
            || question is not { Mine: false, Team: false, OverdueBefore: null, Phrases: [{ Preposition: "" or "of" } noun, .. var rest] })
            return question;
        ImmutableArray<string> words = [.. noun.Words.Where(static word => word.ToLowerInvariant() is not ("different" or "distinct" or "unique"))];
        var name = string.Join(' ', words);
        var isOfTable = rest is [{ Preposition: "of" or "in" or "for" } of] && schema.Named(string.Join(' ', of.Words))?.Column(name) is not null;
        return words.IsEmpty || schema.Named(name) is not null || !schema.HasCategory(name) || !(rest.IsEmpty || isOfTable)
            ? question
            : question with { Measure = Measure.List, All = true, Phrases = [new("", words), .. rest] };
    }

    /// <summary>"by expenses" means their total, "by tickets" their number.</summary>
    internal static bool IsMoney(KnownTable table) => table.ShortName.StartsWith("expense", StringComparison.OrdinalIgnoreCase);

    private static bool IsNumber(KnownTable table, string column) => table.Column(column) is { Kind: ColumnKind.Number };

    /// <summary>Converts "top 3 departments by average salary" to the average salary by department, limited to three.</summary>
    private static Question Regrouped(Question question)
    {
        if (question.ByMeasure is not { } measure || question.Phrases.FirstOrDefault(static phrase => phrase.Preposition.Length == 0) is not { } noun)
            return question;

        var measured = question.Phrases.Remove(noun).Select(static phrase => phrase.Preposition == "by" ? phrase with { Preposition = "" } : phrase);
        var superlative = question.Measure is Measure.Bottom or Measure.Minimum ? Measure.Minimum : Measure.Maximum;
        return question with
        {
            Measure = measure,
            Superlative = superlative,
            ByMeasure = null,
            By = [string.Join(' ', noun.Words)],
            Phrases = [.. measured],
            Number = question.Number ?? RankLength,
        };
    }
}
