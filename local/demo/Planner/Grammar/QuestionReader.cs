using System.Collections.Immutable;
using System.Globalization;
using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>Parses a question by removing one kind of clause after the other. The rest are phrases.</summary>
internal static class QuestionReader
{
    /// <summary>The age in days after which an unsettled row is overdue.</summary>
    public const int OverdueDays = 30;

    private static readonly string[] Verbs = ["has", "have", "had", "with", "is", "are", "was", "were", "got", "gets", "get", "made", "makes"];

    /// <summary>One answer is one number: "how many are pending and how many are open" asks for two.</summary>
    private static bool AsksTwice(IReadOnlyList<string> tokens) =>
        Enumerable.Range(0, Math.Max(0, tokens.Count - 1)).Count(at => Tokens.Is(tokens[at], "how") && Tokens.Is(tokens[at + 1], "many")) > 1;

    public static Question Read(string text, DateOnly today, KnownSchema schema)
    {
        var tokens = Tokens.Of(text);
        var (words, typed) = Rewrites.Of(tokens);
        SubjectFirst.Rewrite(words, schema);
        var starts = words.Count > 0 ? words[0].ToLowerInvariant() : "";
        var asksWhen = starts == "when" && words.Count > 1;
        if (asksWhen)
        {
            words.RemoveAt(0);
            starts = "what";
        }

        var (presentation, isShown) = TakePresentation(words);
        GroupTimes.NameYear(words, schema);
        var period = PeriodReader.Take(words, today);
        var isFuture =
            period is { IsYearless: true, From: { } from }
            && from.Year < today.Year
            && words.Exists(static word => word is "closing" or "closes" or "close")
            && !words.Contains("did");
        GroupTimes.Name(words, schema);
        GroupTimes.Move(words, schema);
        var sorting = SortingReader.Take(words, schema);
        var (conditions, unread) = ConditionReader.Take(words, schema);
        var rows = new Question(null, null, [], [], null, conditions)
        {
            Period = period is { IsYearless: true, From: { } start }
                ? period with { Words = string.Create(CultureInfo.InvariantCulture, $"{period.Words} {start.Year}") }
                : period,
            Sorting = sorting,
            Presentation = presentation,
            Unread = isFuture ? unread.Add(period!.Words)
                : starts == "who" && IsAboutNobody(words, schema) ? unread.Add("not")
                : AsksTwice(tokens) ? unread.Add("how many")
                : unread,
            Typed = typed,
        };
        rows = TakeRows(rows, words, today, schema);
        var countsMost = words.Exists(static word => word.ToLowerInvariant() is "most" or "fewest" or "least");
        var (measure, number, superlative) = TakeMeasure(words);
        var (by, byMeasure, phrasesOfBy) = TakeBy(words);
        var phrases = Phrases(words);
        var isList =
            (isShown || starts is "list" or "show" or "which" or "who" or "what" or "find" || Rewrites.IsWish(tokens)) && phrases.Length > 0 && by.IsEmpty;
        return rows with
        {
            Measure = measure ?? (isList ? Measure.List : null),
            Number = number,
            Phrases = [.. phrases, .. phrasesOfBy],
            By = by,
            ByMeasure = byMeasure,
            Superlative = superlative,
            CountsMost = countsMost,
            AsksWho = starts == "who",
            AsksWhen = asksWhen,
            AsksWhat = starts is "what" or "who" && measure is null,
            IsListImplied = measure is null,
        };
    }

    /// <summary>Returns whether the question is for people without such rows. "who has not submitted expenses" is no list of other expenses.</summary>
    private static bool IsAboutNobody(List<string> words, KnownSchema schema) => words.Exists(static word => Tokens.Is(word, "not"))
        && words.Exists(word => schema.Named(word)?.Owner is not null) && !words.Exists(static word => Keywords.IsSuperlative(Keywords.MeasureOf(word)));

    private static (Presentation Presentation, bool IsShown) TakePresentation(List<string> words)
    {
        var presentation = Take(words, "aschart") ? Presentation.Chart : Take(words, "ascsv") ? Presentation.Csv : Presentation.Table;
        return (presentation, presentation is not Presentation.Table || Take(words, "astable"));
    }

    /// <summary>Parses the row filters (open, overdue, own, team, all) and the subject of a superlative.</summary>
    private static Question TakeRows(Question question, List<string> words, DateOnly today, KnownSchema schema)
    {
        var isNotIn = question.Period is not null && (Has(words, "not", "closed") || Has(words, "not", "open"));

        // "open and closed tickets": both filters together match no row.
        var hasOpen = State(words, "open", schema) >= 0;
        var open = TakeOpen(words, schema);
        var isBoth = hasOpen && State(words, "closed", schema) >= 0;
        var isOverdue = Take(words, "overdue");
        var isOfTeam = Take(words, "my", "team");
        var isMine = Take(words, "my") | Take(words, "mine");
        var isAll = Take(words, "all") || Take(words, "every") || question.Presentation is Presentation.Csv;
        return question with
        {
            Open = open,
            OverdueBefore = isOverdue ? today.AddDays(-OverdueDays) : null,
            Team = isOfTeam,
            Mine = isMine,
            All = isAll,
            Subject = TakeSubject(words),

            // "not closed this year" is ambiguous: the row can have been closed before.
            Unread = isNotIn ? question.Unread.Add("not") : isBoth ? question.Unread.Add("closed") : question.Unread,
        };
    }

    private static bool? TakeOpen(List<string> words, KnownSchema schema)
    {
        foreach (var (word, open) in new[] { ("open", true), ("closed", false) })
        {
            if (Take(words, "not", word) || Take(words, "not", "yet", word))
                return !open;
            if (State(words, word, schema) is >= 0 and var at)
            {
                words.RemoveAt(at);
                return open;
            }
        }

        return null;
    }

    /// <summary>Returns the place of a state. After a column it is a value: "tickets with status open".</summary>
    private static int State(List<string> words, string state, KnownSchema schema) =>
        Enumerable.Range(0, words.Count).Where(at => Tokens.Is(words[at], state) && (at == 0 || !schema.HasColumn(words[at - 1]))).DefaultIfEmpty(-1).First();

    private static bool Take(List<string> words, params ReadOnlySpan<string> said)
    {
        var at = Place(words, said);
        if (at >= 0)
            words.RemoveRange(at, said.Length);
        return at >= 0;
    }

    private static bool Has(List<string> words, params ReadOnlySpan<string> said) => Place(words, said) >= 0;

    private static int Place(List<string> words, ReadOnlySpan<string> said)
    {
        for (var at = 0; at + said.Length <= words.Count; at++)
        {
            var place = 0;
            while (place < said.Length && Tokens.Is(words[at + place], said[place]))
                place++;
            if (place == said.Length)
                return at;
        }

        return -1;
    }

    /// <summary>Takes the words between the question word and the verb before a superlative: "which customer has the highest …".</summary>
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

    /// <summary>Takes the measure, and the superlative if both are present. A second measure remains a word.</summary>
    private static (Measure? Measure, int? Number, Measure? Superlative) TakeMeasure(List<string> words)
    {
        Measure? measure = null, superlative = null;
        int? number = null;
        for (var at = 0; at < words.Count && !Keywords.IsBy(words[at]);)
        {
            var said = Keywords.MeasureOf(words[at]);
            if (said is not { } found
                || (found is Measure.List ? measure is not null : Keywords.IsAggregate(found) && Keywords.IsAggregate(measure) && found != measure)
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
            if (Keywords.IsAggregate(found) && at < words.Count && Tokens.Is(words[at], "of"))
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

    /// <summary>Converts a superlative with a number to a ranking: "5 largest deals", "the largest 5 deals".</summary>
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
        var groups = ImmutableArray.CreateBuilder<string>();
        for (var at = words.FindIndex(Keywords.IsBy); at >= 0; at = words.FindIndex(at, Keywords.IsBy))
        {
            var end = words.FindIndex(at + 1, static word => Keywords.IsPreposition(word) || Keywords.IsBy(word) || Tokens.Is(word, "not"));
            end = end < 0 ? words.Count : end;
            var clause = words[(at + 1)..end].Where(static word => !Keywords.IsFiller(word) || Tokens.Is(word, "and")).ToList();
            while (clause.Count > 0 && Tokens.Is(clause[^1], "and"))
                clause.RemoveAt(clause.Count - 1);
            var measure = clause.Count > 0 ? Keywords.MeasureOf(clause[0]) : null;

            // "top 3 departments by average salary": the clause contains the measure, not a group.
            if ((measure is not null || clause.Count == 0) && groups.Count > 0)
                break;
            words.RemoveRange(at, end - at);
            if (measure is not null)
                return ([], measure, clause.Count > 1 ? [new("by", [.. clause.Skip(1)])] : []);
            groups.AddRange(string.Join(' ', clause).Split(" and ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
        }

        return (groups.ToImmutable(), null, []);
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
                // "not in EMEA": the negation applies to the following words.
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
