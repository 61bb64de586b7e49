using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Plans;

/// <summary>
/// "which customer has the highest credit limit", "which region has the most deals", "who has the most open tickets": a ranking of rows or of groups.
/// </summary>
internal static class Superlatives
{
    private const int Several = 5;

    public static Question Resolve(KnownSchema schema, Question question)
    {
        if (question.Superlative is not { } superlative
            || (question.Subject.IsEmpty && !(question.AsksWho && superlative is Measure.Maximum or Measure.Minimum)))
            return question with { Superlative = Keywords.IsAggregate(question.Measure) ? question.Superlative : null };
        var subject = string.Join(' ', question.Subject);
        var one = question.Number ?? (subject.EndsWith('s') ? Several : 1);
        var (rest, _) = TableChoice.Choose(schema, question with { Measure = Measure.Maximum });
        var isNamed = TableChoice.Mentions(schema, question);
        var isOfRest = rest is not null && Word.Same(rest.ShortName, subject);
        if (isNamed && rest is not null && !isOfRest)
            return Grouped(question, subject.Length > 0 ? subject : rest.Owner?.Name, one, rest);

        // Ranks the subject's own rows by their column, or else groups of the table with the measure.
        var measured = string.Join(' ', question.Phrases.SelectMany(static phrase => phrase.Words));
        if (schema.Named(subject) is { } table && (measured.Length == 0 || table.Column(measured) is not null || Keywords.IsSize(measured) || isOfRest))
            return question with { Phrases = [new("", question.Subject), .. question.Phrases], Number = one };
        return subject.Length == 0 || rest is null ? question : Grouped(question, subject, one, rest);
    }

    private static Question Grouped(Question question, string? by, int number, KnownTable table)
    {
        // The rows have no owner: they are people, or "who" has no meaning here.
        if (by is null)
            return table.Column("name") is not null ? question : question with { Unread = ["who"] };

        // "the most deals" counts rows. "the largest deal" compares amounts.
        var measure = Keywords.IsAggregate(question.Measure) ? question.Measure
            : question.CountsMost && question.Phrases.All(phrase => phrase.Words.All(word => table.Column(word) is not { Kind: ColumnKind.Number }))
                ? Measure.Count
            : question.CountsMost ? Measure.Sum
            : question.Superlative;
        if (measure is Measure.Count && !Keywords.IsAggregate(question.Measure) && Regrouping.IsMoney(table))
        {
            var (sum, count) = ($"total {table.ShortName} by {by}", $"number of {table.ShortName} by {by}");
            return question with { Ambiguity = $"That can be their total or their number: ask for “{sum}” or “{count}”." };
        }

        return question with { Measure = measure, By = [by], Subject = [], AsksWho = false, Number = number };
    }
}
