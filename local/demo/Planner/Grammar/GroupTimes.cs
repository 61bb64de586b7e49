using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>Words for a unit of time that mean groups: "monthly", "each year".</summary>
internal static class GroupTimes
{
    /// <summary>The maximum number of words from "monthly" to the noun: "monthly paid travel expenses".</summary>
    private const int LongestNoun = 4;

    /// <summary>Moves "monthly" to the groups: "monthly expenses by category" means by month and category.</summary>
    public static void Move(List<string> words, KnownSchema schema)
    {
        var at = words.FindIndex(Keywords.IsBy);
        var noun = at < 0 ? -1 : words.FindIndex(at + 1, word => schema.Named(word) is not null);
        if (noun < at + 2
            || noun > at + LongestNoun
            || !Keywords.IsTime(words[at + 1])
            || words[(at + 2)..noun].Exists(static word => Keywords.IsPreposition(word) || Keywords.IsBy(word))
            || !words[..at]
                .TrueForAll(static word =>
                    Keywords.IsFiller(word) || Keywords.MeasureOf(word) is Measure.Sum or Measure.Count || word.ToLowerInvariant() is "of" or "my"))
            return;
        var time = words[at + 1];
        words.RemoveRange(at, 2);
        if (words[noun - 2].StartsWith("expense", StringComparison.OrdinalIgnoreCase)
            && !words[..at].Exists(static word => Keywords.MeasureOf(word) is not null))
            words.Insert(at, "total");
        var other = words.FindIndex(Keywords.IsBy);
        words.InsertRange(other < 0 ? words.Count : other + 1, other < 0 ? ["by", time] : [time, "and"]);
    }

    /// <summary>"deals 2025" and "2025 deals" mean deals in 2025. "top 2025 deals" and "deal 2025" do not.</summary>
    public static void NameYear(List<string> words, KnownSchema schema)
    {
        bool IsRows(int at) => at >= 0 && at < words.Count && words[at].EndsWith('s') && schema.Named(words[at]) is not null;
        for (var at = 0; at < words.Count; at++)
        {
            if (PeriodReader.Year(words[at]) is null)
                continue;
            var isFree = at == 0 || Keywords.IsFiller(words[at - 1]) || Keywords.MeasureOf(words[at - 1]) is Measure.Sum or Measure.Count or Measure.List;
            if (IsRows(at - 1) && (at + 1 == words.Count || Keywords.IsBy(words[at + 1]) || Keywords.IsPreposition(words[at + 1])))
            {
                words.Insert(at, "in");
            }
            else if (isFree && IsRows(at + 1))
            {
                words.AddRange(["in", words[at]]);
                words.RemoveAt(at);
            }

            return;
        }
    }

    /// <summary>"each year" and "each region" are groups.</summary>
    public static void Name(List<string> words, KnownSchema schema)
    {
        for (var at = 0; at + 1 < words.Count; at++)
        {
            if ((Tokens.Is(words[at], "each") || Tokens.Is(words[at], "every")) && (Keywords.IsTime(words[at + 1]) || schema.HasColumn(words[at + 1])))
                words[at] = "by";
        }
    }
}
