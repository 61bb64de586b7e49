using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>Rewrites "the 3 customers with the highest credit limit" to "which customers has the 3 highest credit limit".</summary>
internal static class SubjectFirst
{
    private const int LongestSubject = 3;

    private static readonly string[] Starts = ["which", "what", "who", "list", "show", "find", "is", "are", "the", "a"];

    public static void Rewrite(List<string> words, KnownSchema schema)
    {
        var with = words.FindIndex(static word => Tokens.Is(word, "with"));
        var superlative = with + 1 + (with + 1 < words.Count && Tokens.Is(words[with + 1], "the") ? 1 : 0);
        if (with < 1
            || superlative + 1 >= words.Count
            || Keywords.MeasureOf(words[superlative]) is not (Measure.Maximum or Measure.Minimum or Measure.Latest or Measure.Oldest))
            return;
        var start = 0;
        while (start < with && Starts.Contains(words[start], StringComparer.OrdinalIgnoreCase))
            start++;
        start += start < with && Tokens.Is(words[start], "top") ? 1 : 0;
        var number = start < with && (words[start].All(char.IsAsciiDigit) || Keywords.NumberNamed(words[start]) is not null) ? words[start++] : null;
        if (with - start is < 1 or > LongestSubject || !schema.IsName(string.Join(' ', words.Skip(start).Take(with - start))))
            return;
        words[with] = "has";
        if (number is not null)
            words.Insert(superlative, number);
        words.RemoveRange(0, start);
        words.Insert(0, "which");
    }
}
