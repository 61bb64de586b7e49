using Onbehalf.Demo.Planner.Schema;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>Parses the sort order: "sorted by amount descending", "newest first".</summary>
internal static class SortingReader
{
    public static Sorting? Take(List<string> words, KnownSchema schema)
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
}
