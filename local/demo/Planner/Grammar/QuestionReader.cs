using System.Collections.Immutable;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>Reads a question by taking one kind of clause after the other out of it; what is left are phrases.</summary>
internal static class QuestionReader
{
    /// <summary>What is not settled and older than this is overdue.</summary>
    private const int OverdueDays = 30;

    public static Question Read(string text, DateOnly today)
    {
        var words = Tokens.Of(text).SelectMany(Keywords.Meant).ToList();
        var startsAsList = words.Count > 0 && words[0].ToLowerInvariant() is "list" or "show" or "which" or "who";
        var period = PeriodReader.Take(words, today);
        var conditions = ConditionReader.Take(words);
        var open = Take(words, "open") ? true : Take(words, "closed") ? false : (bool?)null;
        var overdue = Take(words, "overdue");
        var team = TakeTeam(words);
        var mine = Take(words, "my") || Take(words, "mine");
        var (measure, number) = TakeMeasure(words);
        var (by, byMeasure, phrasesOfBy) = TakeBy(words);
        var phrases = Phrases(words);
        var listed = measure ?? (startsAsList && phrases.Length > 0 ? Measure.List : null);
        return new(listed, number, [.. phrases, .. phrasesOfBy], by, byMeasure, conditions, period, open, mine, team, overdue ? today.AddDays(-OverdueDays) : null);
    }

    private static bool TakeTeam(List<string> words)
    {
        for (var at = 0; at + 1 < words.Count; at++)
        {
            if (words[at].Equals("my", StringComparison.OrdinalIgnoreCase) && words[at + 1].Equals("team", StringComparison.OrdinalIgnoreCase))
            {
                words.RemoveRange(at, 2);
                return true;
            }
        }

        return false;
    }

    private static bool Take(List<string> words, string word)
    {
        var at = words.FindIndex(candidate => candidate.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (at < 0)
        {
            return false;
        }

        words.RemoveAt(at);
        return true;
    }

    private static (Measure? Measure, int? Number) TakeMeasure(List<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (Keywords.IsBy(words[at]))
            {
                return (null, null);
            }

            if (Keywords.MeasureOf(words[at]) is not { } measure)
            {
                continue;
            }

            words.RemoveAt(at);
            if (measure is Measure.Count && at < words.Count && words[at].Equals("of", StringComparison.OrdinalIgnoreCase))
            {
                words.RemoveAt(at);
            }

            return Ranked(words, at, measure);
        }

        return (null, null);
    }

    /// <summary>"top 5 …", "5 largest …", "the largest 5 …": a number beside the word makes it a ranking.</summary>
    private static (Measure Measure, int? Number) Ranked(List<string> words, int at, Measure measure)
    {
        foreach (var place in new[] { at, at - 1 })
        {
            if (place >= 0 && place < words.Count && words[place].All(char.IsAsciiDigit) && int.TryParse(words[place], out var number) && number is > 0 and <= 1000
                && measure is Measure.Top or Measure.Bottom or Measure.Maximum or Measure.Minimum)
            {
                words.RemoveAt(place);
                return (measure is Measure.Maximum or Measure.Top ? Measure.Top : Measure.Bottom, number);
            }
        }

        return (measure, null);
    }

    private static (ImmutableArray<string> By, Measure? Measure, ImmutableArray<Phrase> Phrases) TakeBy(List<string> words)
    {
        var at = words.FindIndex(Keywords.IsBy);
        if (at < 0)
        {
            return ([], null, []);
        }

        var end = words.FindIndex(at + 1, static word => Keywords.IsPreposition(word) || Keywords.IsBy(word));
        end = end < 0 ? words.Count : end;
        var clause = words[(at + 1)..end].Where(static word => !Keywords.IsFiller(word) || word.Equals("and", StringComparison.OrdinalIgnoreCase)).ToList();
        words.RemoveRange(at, end - at);
        var measure = clause.Count > 0 ? Keywords.MeasureOf(clause[0]) : null;
        if (measure is not null)
        {
            // "top 3 departments by average salary": the clause says what is measured, not how it is grouped.
            return ([], measure, clause.Count > 1 ? [new("by", [.. clause.Skip(1)])] : []);
        }

        return ([.. string.Join(' ', clause).Split(" and ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)], null, []);
    }

    private static ImmutableArray<Phrase> Phrases(List<string> words)
    {
        var phrases = ImmutableArray.CreateBuilder<Phrase>();
        var preposition = "";
        var open = new List<string>();
        foreach (var word in words.Append("of"))
        {
            if (Keywords.IsPreposition(word))
            {
                if (open.Count > 0)
                {
                    phrases.Add(new(preposition, [.. open]));
                    open.Clear();
                }

                preposition = word.ToLowerInvariant();
            }
            else if (!Keywords.IsFiller(word) || Tokens.IsQuoted(word))
            {
                open.Add(Tokens.Unquoted(word));
            }
        }

        return phrases.ToImmutable();
    }
}
