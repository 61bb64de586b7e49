using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Plans;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>Applies a follow-up to the previous question: "now only for EMEA", "top 10 instead", "by region", "and last quarter?".</summary>
internal static partial class FollowUp
{
    /// <summary>Returns the question itself or as a continuation of an earlier one. Null if it is neither.</summary>
    public static Question? Resolve(Asked asked) => Resolve(asked, asked.Text, Previous(asked));

    /// <summary>
    /// Returns the question that the earlier messages add up to, whoever wrote them. A message with words that mean nothing in the data is left out, once the
    /// data is described.
    /// </summary>
    private static Question? Previous(Asked asked)
    {
        Question? previous = null;
        foreach (var text in asked.Earlier.Reverse())
        {
            if (!SqlCommand.IsAsked(text) && Planned.AsQuestion(asked, text) is { } typed && Resolve(asked, typed, previous) is { } question
                && (asked.MayDescribe || Planned.PlanOf(asked, question) is not Planning.Unread))
                previous = question;
        }

        return previous;
    }

    private static Question? Resolve(Asked asked, string text, Question? previous)
    {
        var question = OfAValue(asked, QuestionReader.Read(text, asked.Today, asked.Schema));
        if (previous is not null && IsMeasureOf(asked, previous, question))
        {
            return Merge(asked.Schema, previous, question with { Phrases = [] }) with
            {
                Measure = question.Measure,
                Number = question.Number ?? previous.Number,
                Phrases = [.. previous.Phrases, .. question.Phrases],
            };
        }

        if (previous is not null && Continues().IsMatch(text) && OfOtherRows(asked.Schema, previous, question) is { } same)
            return same;
        if (Stands(asked, question, previous))
            return question with { Measure = question.Measure ?? Meant(asked, question) };

        return previous is not null ? Merge(asked.Schema, previous, question)
            : question is { Measure: not null, By.IsEmpty: false } ? question
            : null;
    }

    /// <summary>Repeats the previous question for another table: "what about tickets". Null if more than a table is named.</summary>
    private static Question? OfOtherRows(KnownSchema schema, Question previous, Question question) =>
        question is { IsListImplied: true, By.IsEmpty: true, Conditions.IsEmpty: true, Unread.IsEmpty: true, Phrases: [var noun] }
        && question is { Period: null, Open: null, Mine: false, Team: false, OverdueBefore: null, Sorting: null }
        && schema.Named(string.Join(' ', noun.Words)) is { } other
        && TableChoice.Choose(schema, previous) is { Table: { } table, Phrases: var rest }
        && other != table
            ? previous with
            {
                Phrases = [new("", noun.Words), .. rest.Select(static phrase => phrase with { Age = phrase.Age + 1 })],
                Presentation = question.Presentation,
                Typed = question.Typed,
            }
            : null;

    /// <summary>Handles a value without a table: "salary of Bob Lindqvist".</summary>
    private static Question OfAValue(Asked asked, Question question) =>
        question.Phrases.Any(phrase => phrase.Preposition.Length == 0 && IsColumn(asked, phrase)) && !TableChoice.Mentions(asked.Schema, question)
            ? question with
            {
                Phrases =
                [
                    .. question.Phrases.Select(phrase => phrase.Preposition == "of" && !IsColumn(asked, phrase) ? phrase with { Preposition = "for" } : phrase),
                ],
            }
            : question;

    private static bool IsColumn(Asked asked, Phrase phrase) => asked.Schema.HasColumn(string.Join(' ', phrase.Words));

    /// <summary>Returns whether the question is another measure of the previous groups or rows: "deals by stage", then "average amount".</summary>
    private static bool IsMeasureOf(Asked asked, Question previous, Question question) =>
        (previous is { Measure: Measure.Count or Measure.List or null } || IsRanking(previous))
        && question
            is { Measure: Measure.Sum or Measure.Average or Measure.Minimum or Measure.Maximum, By.IsEmpty: true, Subject.IsEmpty: true, AsksWho: false }
        && question.Phrases is [{ Preposition: "" } measured]
        && TableChoice.Choose(asked.Schema, previous).Table is { } table
        && table.Column(string.Join(' ', measured.Words)) is { Kind: ColumnKind.Number };

    /// <summary>After "top 5 deals", "total amount" is about these five.</summary>
    private static bool IsRanking(Question question) => question is { By.IsEmpty: true, Superlative: not null } && !Keywords.IsAggregate(question.Measure);

    /// <summary>Returns the implied measure: rows by a column are counted, a number by a column is summed.</summary>
    private static Measure Meant(Asked asked, Question question) => question.By.IsEmpty ? Measure.List
        : question
            .Phrases.SelectMany(static phrase => phrase.Words)
            .Any(word =>
                Keywords.IsSize(word)
                || asked.Schema.HasColumn(word)
                    && asked.Schema.Tables.Any(table => table.Column("id") is not null && table.Column(word) is { Kind: ColumnKind.Number }))
            ? Measure.Sum
        : Measure.Count;

    /// <summary>Returns whether a question is independent: it names a table, or a request for a noun. A noun alone can be a value for the previous
    /// question.</summary>
    private static bool Stands(Asked asked, Question question, Question? previous)
    {
        if (TableChoice.Mentions(asked.Schema, question))
            return true;
        if (!question.Subject.IsEmpty || (question.AsksWho && question.Superlative is not null))
            return true;
        var hasNoun = question.Phrases.Any(static phrase => phrase.IsMain);
        if (hasNoun
            && question.Measure is null
            && question.By.IsEmpty
            && (question.Mine || previous is null)
            && (IsOfColumns(asked, question) || IsOneNoun(question)))
            return true;
        return hasNoun
            && (!question.By.IsEmpty
                || question.Measure is not (null or Measure.List)
                || (question.Measure is Measure.List && (previous is null || IsOfColumns(asked, question))));
    }

    /// <summary>Returns whether the question is one noun with an owner or a state: "tickets assigned to me".</summary>
    private static bool IsOneNoun(Question question) => (question.Mine || question.Open is not null) && question.Phrases is [{ Words.Length: 1 }];

    private static bool IsOfColumns(Asked asked, Question question) =>
        question.Phrases.Where(static phrase => phrase.IsMain).All(phrase => asked.Schema.HasKind(string.Join(' ', phrase.Words)));

    private static Question Merge(KnownSchema schema, Question previous, Question change)
    {
        var values = change.Phrases.Select(static phrase => phrase.IsMain ? phrase with { Preposition = "for" } : phrase).ToImmutableArray();
        var kept = previous.Phrases.Select(static phrase => phrase with { Age = phrase.Age + 1 });
        var isFirst =
            change is { Measure: Measure.Maximum or Measure.Minimum, Phrases.IsEmpty: true, By.IsEmpty: true }
            && previous is { By.IsEmpty: false, Measure: Measure.Count or Measure.Sum or Measure.Average };
        var replaced = change.Conditions.Select(static condition => condition.Column).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var hasGroups = !previous.By.IsEmpty || !change.By.IsEmpty;
        var measure = isFirst ? previous.Measure : Measured(previous.Measure, change.IsListImplied ? null : change.Measure, hasGroups);
        return previous with
        {
            // Grouped rows are counted.
            Measure = measure is Measure.List or null && !change.By.All(by => IsValue(schema, by)) ? Measure.Count : measure,
            Number = change.Number ?? (isFirst ? 1 : previous.Number),
            Phrases = [.. kept, .. values],
            By = change.By.All(by => IsValue(schema, by)) ? [.. previous.By, .. change.By] : [.. previous.By.Where(by => IsValue(schema, by)), .. change.By],
            Conditions = [.. previous.Conditions.Where(condition => !replaced.Contains(condition.Column)), .. change.Conditions],
            Period = change.Period ?? previous.Period,
            Open = change.Open ?? previous.Open,
            Mine = change.Mine || previous.Mine,
            Team = change.Team || previous.Team,
            OverdueBefore = change.OverdueBefore ?? previous.OverdueBefore,
            Superlative = change.Superlative ?? previous.Superlative,
            Sorting = change.Sorting ?? previous.Sorting,
            All = change.All || previous.All,
            Presentation = change.Presentation,
            Unread = change.Unread,
            Typed = change.Typed,
        };
    }

    /// <summary>Returns whether a "by" phrase is a value: "by bob" is no group.</summary>
    private static bool IsValue(KnownSchema schema, string by) =>
        by.Split(' ').All(word => !Keywords.IsTime(word) && !Keywords.IsSize(word) && !schema.IsName(word));

    /// <summary>Combines measures: "top 10 instead" after an average by department means the ten highest averages.</summary>
    private static Measure? Measured(Measure? previous, Measure? change, bool hasGroups) =>
        change switch
        {
            null => previous,
            Measure.Top or Measure.Bottom when hasGroups && previous is Measure.Count or Measure.Sum or Measure.Average or Measure.Minimum or Measure.Maximum =>
                previous,
            _ => change,
        };

    [GeneratedRegex(@"^(and|(the )?same for|what about|how about)\b", RegexOptions.IgnoreCase)]
    private static partial Regex Continues();
}
