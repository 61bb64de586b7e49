using System.Collections.Immutable;
using Onbehalf.Demo.Planner.Grammar;
using Onbehalf.Demo.Planner.Plans;

namespace Onbehalf.Demo.Planner.Steps;

/// <summary>"now only for EMEA", "top 10 instead", "by region", "and last quarter?": the previous question with something changed.</summary>
internal static class FollowUp
{
    private static readonly string[] Markers = ["now", "only", "and", "but", "instead", "what about", "how about", "same", "also", "for", "in", "from", "then"];

    /// <summary>The question as it stands or as it continues an earlier one; null when it is neither.</summary>
    public static Question? Resolve(Asked asked)
    {
        Question? previous = null;
        foreach (var text in asked.Earlier.Reverse())
        {
            previous = Resolve(asked, text, previous) ?? previous;
        }

        return Resolve(asked, asked.Text, previous);
    }

    private static Question? Resolve(Asked asked, string text, Question? previous)
    {
        var question = QuestionReader.Read(text, asked.Today);
        if (Stands(asked, question))
        {
            return question with { Measure = question.Measure ?? (question.By.IsEmpty ? Measure.List : Measure.Count) };
        }

        return !Continues(text, question) ? null
            : previous is not null ? Merge(previous, question)
            : question is { Measure: not null, By.IsEmpty: false } ? question
            : null;
    }

    private static bool Stands(Asked asked, Question question) =>
        TableChoice.Mentions(asked.Schema, question) || (question.Measure is not null && question.Phrases.Any(static phrase => phrase.Preposition is "" or "of" or "by"));

    private static bool Continues(string text, Question question) =>
        question.Measure is not null || !question.By.IsEmpty || !question.Conditions.IsEmpty || question.Period is not null || question.Open is not null || question.Mine
        || Markers.Any(marker => text.StartsWith($"{marker} ", StringComparison.OrdinalIgnoreCase));

    private static Question Merge(Question previous, Question change)
    {
        var values = change.Phrases.Select(static phrase => phrase.Preposition is "" or "of" ? phrase with { Preposition = "for" } : phrase).ToImmutableArray();
        var kept = values.IsEmpty ? previous.Phrases : previous.Phrases.Where(static phrase => phrase.Preposition is not ("in" or "for" or "from")).ToImmutableArray();
        var replaced = change.Conditions.Select(static condition => condition.Column).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return previous with
        {
            Measure = Measured(previous.Measure, change.Measure),
            Number = change.Number ?? previous.Number,
            Phrases = [.. kept, .. values],
            By = change.By.IsEmpty ? previous.By : change.By,
            Conditions = [.. previous.Conditions.Where(condition => !replaced.Contains(condition.Column)), .. change.Conditions],
            Period = change.Period ?? previous.Period,
            Open = change.Open ?? previous.Open,
            Mine = change.Mine || previous.Mine,
        };
    }

    /// <summary>"top 10 instead" of an average by department is the ten highest averages, not a list.</summary>
    private static Measure? Measured(Measure? previous, Measure? change) => change switch
    {
        null => previous,
        Measure.Top or Measure.Bottom when previous is Measure.Count or Measure.Sum or Measure.Average or Measure.Minimum or Measure.Maximum => previous,
        _ => change,
    };
}
