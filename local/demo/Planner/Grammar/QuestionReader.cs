using System.Collections.Immutable;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>Reads a question by taking one kind of clause after the other out of it; what is left are phrases.</summary>
internal static class QuestionReader
{
    /// <summary>What is not settled and older than this is overdue.</summary>
    public const int OverdueDays = 30;

    private static readonly string[] Verbs = ["has", "have", "had", "with", "is", "are", "was", "were", "got", "gets", "get", "made", "makes"];

    public static Question Read(string text, DateOnly today, KnownSchema schema)
    {
        var tokens = Tokens.Of(text);
        var (words, typed) = Rewrites.Of(tokens);
        var starts = words.Count > 0 ? words[0].ToLowerInvariant() : "";
        var presentation = Take(words, "aschart") ? Presentation.Chart : Take(words, "ascsv") ? Presentation.Csv : Presentation.Table;
        var isShown = presentation is not Presentation.Table || Take(words, "astable");
        var period = PeriodReader.Take(words, today);
        NameTimes(words, schema);
        var sorting = TakeSorting(words, schema);
        var (conditions, unread) = ConditionReader.Take(words, schema);
        var open = TakeOpen(words);
        var overdue = Take(words, "overdue");
        var team = Take(words, "my", "team");
        var mine = Take(words, "my") | Take(words, "mine");
        var isAll = Take(words, "all") || Take(words, "every") || presentation is Presentation.Csv;
        var subject = TakeSubject(words);
        var countsMost = words.Exists(static word => word.ToLowerInvariant() is "most" or "fewest" or "least");
        var (measure, number, superlative) = TakeMeasure(words);
        var (by, byMeasure, phrasesOfBy) = TakeBy(words);
        var phrases = Phrases(words);
        var startsAsList = starts is "list" or "show" or "which" or "who" or "what" or "find" || isShown || Rewrites.IsWish(tokens);
        return new(measure ?? (startsAsList && phrases.Length > 0 && by.IsEmpty ? Measure.List : null), number, [.. phrases, .. phrasesOfBy], by, byMeasure, conditions)
        {
            Superlative = superlative,
            CountsMost = countsMost,
            Subject = subject,
            AsksWho = starts == "who",
            AsksWhat = starts is "what" or "who" && measure is null,
            Period = period,
            Open = open,
            Mine = mine,
            Team = team,
            OverdueBefore = overdue ? today.AddDays(-OverdueDays) : null,
            Sorting = sorting,
            IsListImplied = measure is null,
            All = isAll,
            Presentation = presentation,
            Unread = unread,
            Typed = typed,
        };
    }

    /// <summary>"each year" and "each region" are groups.</summary>
    private static void NameTimes(List<string> words, KnownSchema schema)
    {
        for (var at = 0; at + 1 < words.Count; at++)
        {
            if ((Tokens.Is(words[at], "each") || Tokens.Is(words[at], "every")) && (Keywords.IsTime(words[at + 1]) || schema.HasColumn(words[at + 1])))
                words[at] = "by";
        }
    }

    private static bool? TakeOpen(List<string> words)
    {
        foreach (var (word, open) in new[] { ("open", true), ("closed", false) })
        {
            if (Take(words, "not", word) || Take(words, "not", "yet", word))
                return !open;
            if (Take(words, word))
                return open;
        }

        return null;
    }

    private static Sorting? TakeSorting(List<string> words, KnownSchema schema)
    {
        var at = words.FindIndex(static word => word == Rewrites.Sorted);
        if (at < 0)
            return null;
        var end = at + 1;
        var named = LongestColumn(words, end, schema);
        end += named;
        var direction = end < words.Count ? Keywords.MeasureOf(words[end]) : null;
        end += Keywords.IsSuperlative(direction) ? 1 : 0;
        if (end == at + 1)
            return null;
        var column = string.Join(' ', words.Skip(at + 1).Take(named));
        words.RemoveRange(at, end - at);
        bool? descending = Keywords.IsSuperlative(direction) ? direction is Measure.Maximum or Measure.Latest : null;

        // "sorted by amount descending" has both.
        if (at + 1 < words.Count && words[at] == Rewrites.Sorted && Keywords.MeasureOf(words[at + 1]) is { } second)
        {
            descending = second is Measure.Maximum or Measure.Latest;
            words.RemoveRange(at, 2);
        }

        return new(column, descending, direction is Measure.Latest or Measure.Oldest);
    }

    private static int LongestColumn(List<string> words, int at, KnownSchema schema)
    {
        for (var length = Math.Min(3, words.Count - at); length > 0; length--)
        {
            var run = string.Join(' ', words.Skip(at).Take(length));
            if (schema.HasColumn(run) || schema.HasDay(run) || Keywords.IsSize(run) || Tokens.Is(run, "date") || Tokens.Is(run, "name"))
                return length;
        }

        return 0;
    }

    private static bool Take(List<string> words, params ReadOnlySpan<string> said)
    {
        for (var at = 0; at + said.Length <= words.Count; at++)
        {
            var place = 0;
            while (place < said.Length && Tokens.Is(words[at + place], said[place]))
                place++;
            if (place < said.Length)
                continue;
            words.RemoveRange(at, said.Length);
            return true;
        }

        return false;
    }

    /// <summary>"which customer has the highest …": what stands between the question word and the verb, before a superlative.</summary>
    private static ImmutableArray<string> TakeSubject(List<string> words)
    {
        if (words.Count == 0 || words[0].ToLowerInvariant() is not ("which" or "what"))
            return [];
        var verb = words.FindIndex(static word => Verbs.Contains(word, StringComparer.OrdinalIgnoreCase));
        var superlative = words.FindIndex(static word => Keywords.IsSuperlative(Keywords.MeasureOf(word)));
        if (verb < 2 || superlative < verb)
            return [];
        ImmutableArray<string> subject = [.. words.Skip(1).Take(verb - 1)];
        words.RemoveRange(0, verb + 1);
        return subject;
    }

    /// <summary>What is measured, and the highest or lowest of it where both are said. A second measure stays a word.</summary>
    private static (Measure? Measure, int? Number, Measure? Superlative) TakeMeasure(List<string> words)
    {
        Measure? measure = null, superlative = null;
        int? number = null;
        for (var at = 0; at < words.Count && !Keywords.IsBy(words[at]);)
        {
            var said = Keywords.MeasureOf(words[at]);
            if (said is not { } found || (found is Measure.List ? measure is not null : Keywords.IsAggregate(found) && Keywords.IsAggregate(measure) && found != measure)
                || (found is not Measure.List && !Keywords.IsAggregate(found) && superlative is not null))
            {
                // "top 5 highest salaries".
                if ((superlative, said) is (Measure.Top, Measure.Maximum) or (Measure.Bottom, Measure.Minimum))
                {
                    words.RemoveAt(at);
                    continue;
                }

                at++;
                continue;
            }

            words.RemoveAt(at);
            if (found is Measure.Count && at < words.Count && Tokens.Is(words[at], "of"))
                words.RemoveAt(at);
            if (found is Measure.List || Keywords.IsAggregate(found))
            {
                measure = measure is null or Measure.List ? found : measure;
                continue;
            }

            (superlative, number) = (found, TakeNumber(words, at));
            at = Math.Max(0, at - 1);
        }

        return superlative is null ? (measure, null, null)
            : Keywords.IsAggregate(measure) ? (measure, number, superlative)
            : (Ranked(superlative.Value, number), number, superlative);
    }

    /// <summary>A number beside the word makes it a ranking: "5 largest deals", "the largest 5 deals".</summary>
    private static Measure Ranked(Measure superlative, int? number) => (superlative, number) switch
    {
        (Measure.Maximum, not null) => Measure.Top,
        (Measure.Minimum, not null) => Measure.Bottom,
        _ => superlative,
    };

    private static int? TakeNumber(List<string> words, int at)
    {
        foreach (var place in new[] { at, at - 1 })
        {
            if (place < 0 || place >= words.Count)
                continue;
            var number = words[place].All(char.IsAsciiDigit) && int.TryParse(words[place], out var digits) ? digits : Keywords.NumberNamed(words[place]);
            if (number is > 0 and <= 1000)
            {
                words.RemoveAt(place);
                return number;
            }
        }

        return null;
    }

    private static (ImmutableArray<string> By, Measure? Measure, ImmutableArray<Phrase> Phrases) TakeBy(List<string> words)
    {
        var at = words.FindIndex(Keywords.IsBy);
        if (at < 0)
            return ([], null, []);

        var end = words.FindIndex(at + 1, static word => Keywords.IsPreposition(word) || Keywords.IsBy(word) || Tokens.Is(word, "not"));
        end = end < 0 ? words.Count : end;
        var clause = words[(at + 1)..end].Where(static word => !Keywords.IsFiller(word) || Tokens.Is(word, "and")).ToList();
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
                // "not in EMEA": the negation belongs to what follows.
                var isNegated = open.Count > 0 && Tokens.Is(open[^1], "not");
                if (open.Count > (isNegated ? 1 : 0))
                    phrases.Add(new(preposition, [.. isNegated ? open[..^1] : open]));
                open.Clear();
                if (isNegated)
                    open.Add("not");
                preposition = word.ToLowerInvariant();
            }
            else if (!Keywords.IsFiller(word) || Tokens.IsQuoted(word) || (Tokens.Is(word, "it") && preposition is "in" or "for" or "from" or "on"))
            {
                open.Add(word);
            }
        }

        // A negation with nothing after it.
        if (open.Count > 0)
            phrases.Add(new(preposition, [.. open]));
        return phrases.ToImmutable();
    }
}
