using System.Collections.Immutable;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>Chooses the table of a question, and removes its words from the phrases.</summary>
internal static class TableChoice
{
    public static (KnownTable? Table, ImmutableArray<Phrase> Phrases) Choose(KnownSchema schema, Question question)
    {
        foreach (
            var phrase in question.Phrases.OrderBy(phrase =>
                IsOfValue(schema, question, phrase)
                    ? 3
                    : phrase.Preposition switch
                    {
                        "of" => 0,
                        "" => 1,
                        _ => 2,
                    }))
        {
            if (Mentioned(schema, phrase.Words) is { } mention)
            {
                var rest = phrase with { Words = phrase.Words.RemoveRange(mention.Start, mention.Length) };
                return (mention.Table, [.. question.Phrases.Replace(phrase, rest).Where(static left => !left.Words.IsEmpty)]);
            }
        }

        return (ByColumns(schema, question), question.Phrases);
    }

    /// <summary>Returns whether a table's name is a column of the noun: "expenses of the Sales department".</summary>
    private static bool IsOfValue(KnownSchema schema, Question question, Phrase phrase) =>
        phrase is { Preposition: "of", Words.Length: > 1 } && Mentioned(schema, phrase.Words) is { } mention && mention.Length < phrase.Words.Length
        && question.Phrases.Any(noun => noun.Preposition.Length == 0 && Mentioned(schema, noun.Words) is { } head && head.Table != mention.Table
            && new ColumnFinder(schema, head.Table).Knows(string.Join(' ', phrase.Words.Skip(mention.Start).Take(mention.Length))));

    public static bool Mentions(KnownSchema schema, Question question) => question.Phrases.Any(phrase => Mentioned(schema, phrase.Words) is not null);

    private static (KnownTable Table, int Start, int Length)? Mentioned(KnownSchema schema, ImmutableArray<string> words)
    {
        for (var length = Math.Min(3, words.Length); length > 0; length--)
        {
            for (var start = words.Length - length; start >= 0; start--)
            {
                if (schema.Named(string.Join(' ', words.Skip(start).Take(length))) is { } table)
                {
                    return (table, start, length);
                }
            }
        }

        return null;
    }

    /// <summary>Chooses a table by columns if none is named: by the measure, else by the groups.</summary>
    private static KnownTable? ByColumns(KnownSchema schema, Question question)
    {
        // The noun of a count, a list or a ranking is a table. An unknown one must not become a column of another.
        var isMeasured =
            question.Measure is Measure.Sum or Measure.Average or Measure.Minimum or Measure.Maximum
            || IsOfColumns(schema, question)
            || IsOfNumbers(schema, question);
        if (question.Phrases.Any(phrase => phrase.Preposition == "of" || (phrase.Preposition.Length == 0 && !isMeasured)))
        {
            return null;
        }

        var measured = question.Phrases.FirstOrDefault(static phrase => phrase.Preposition is "" or "by")?.Words ?? [];
        return schema.Tables
            .Select(table => (Table: table, Score: Score(new(schema, table), table, measured, question)))
            .Where(static candidate => candidate.Score > 0)
            .OrderByDescending(candidate => question.Mine && candidate.Table.Owner is not null)
            .ThenByDescending(static candidate => candidate.Score)
            .Select(static candidate => candidate.Table)
            .FirstOrDefault();
    }

    /// <summary>Returns whether every word of the noun is a column of some table: "which regions are there".</summary>
    private static bool IsOfColumns(KnownSchema schema, Question question) =>
        question.Measure is Measure.List
        && question.Phrases.Where(static phrase => phrase.Preposition.Length == 0).All(phrase => schema.HasKind(string.Join(' ', phrase.Words)));

    /// <summary>Returns whether the noun is a numeric column: "top 10 salaries" means the rows with that number.</summary>
    private static bool IsOfNumbers(KnownSchema schema, Question question) =>
        question.Measure is Measure.Top or Measure.Bottom or Measure.List or null
        && question.Phrases.Where(static phrase => phrase.Preposition.Length == 0).All(phrase => schema.HasNumber(string.Join(' ', phrase.Words)));

    private static int Score(ColumnFinder finder, KnownTable table, ImmutableArray<string> measured, Question question)
    {
        var score = measured.Any(word => finder.Own(word) is not null) || finder.Own(string.Join(' ', measured)) is not null ? 8 : 0;
        foreach (var by in question.By)
        {
            // A foreign key column is preferred. The same name elsewhere is often a copy.
            score += finder.Own(by) is { } own ? (table.Reference(own.Name) is null ? 3 : 4) : finder.Knows(by) ? 2 : 0;
        }

        // Tables are preferred over views, which repeat their data. Tables have an id.
        score += score > 0 && table.Column("id") is not null ? 1 : 0;
        return score + question.Conditions.Count(condition => condition.Column.Length > 0 && finder.Knows(condition.Column));
    }
}
