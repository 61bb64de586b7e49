using System.Collections.Immutable;

namespace Onbehalf.Search;

/// <summary>Plain text with the ranges that match a search. The ranges are ordered and do not overlap. The text contains no markup.</summary>
public sealed record MarkedText(string Text, ImmutableArray<TextRange> Hits)
{
    private const int Before = 40;

    /// <summary>Marks a whole short text, such as a title.</summary>
    public static MarkedText Whole(string text, IEnumerable<TermHit> hits) => new(text, Merged(hits.Select(static hit => hit.Range)));

    /// <summary>Returns the part of the text with the most terms, on one line. It is cut between words where there are spaces.</summary>
    public static MarkedText Excerpt(string text, IReadOnlyList<TermHit> hits)
    {
        var best = Best(hits);
        var start = best <= Before ? 0 : Edge(text, best - Before, best);
        var end = start + SearchLimits.LongestExcerpt >= text.Length ? text.Length : LastEdge(text, start + SearchLimits.LongestExcerpt);
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        var (lead, tail) = (start > 0 ? "…" : "", end < text.Length ? "…" : "");
        var inside = hits.Select(static hit => hit.Range).Where(range => range.Start >= start && range.Start + range.Length <= end)
            .Select(range => new TextRange(range.Start - start + lead.Length, range.Length));
        return new($"{lead}{OneLine(text.AsSpan(start, end - start))}{tail}", Merged(inside));
    }

    /// <summary>Finds the start of the excerpt with the most different terms, by a sliding window.</summary>
    private static int Best(IReadOnlyList<TermHit> hits)
    {
        var (best, most, end, near) = (0, 0, 0, 0);
        var ordered = hits.OrderBy(static hit => hit.Range.Start).ToArray();
        var inside = new int[SearchLimits.MostTerms];
        foreach (var hit in ordered)
        {
            for (var until = hit.Range.Start + SearchLimits.LongestExcerpt - Before; end < ordered.Length && ordered[end].Range.Start < until; end++)
            {
                if (inside[ordered[end].Term]++ == 0)
                    near++;
            }

            if (near > most)
                (best, most) = (hit.Range.Start, near);
            if (--inside[hit.Term] == 0)
                near--;
        }

        return best;
    }

    private static ImmutableArray<TextRange> Merged(IEnumerable<TextRange> ranges)
    {
        var merged = ImmutableArray.CreateBuilder<TextRange>();
        foreach (var range in ranges.OrderBy(static range => range.Start).ThenByDescending(static range => range.Length))
        {
            if (merged.Count > 0 && merged[^1] is var last && range.Start < last.Start + last.Length)
                merged[^1] = last with { Length = Math.Max(last.Length, range.Start + range.Length - last.Start) };
            else
                merged.Add(range);
        }

        return merged.ToImmutable();
    }

    /// <summary>Replaces line ends by spaces. The length is unchanged, so the ranges stay valid.</summary>
    private static string OneLine(ReadOnlySpan<char> text)
    {
        var line = text.ToArray();
        for (var i = 0; i < line.Length; i++)
        {
            if (char.IsWhiteSpace(line[i]) || char.IsControl(line[i]))
                line[i] = ' ';
        }

        return new(line);
    }

    private static int Edge(string text, int from, int latest)
    {
        for (var at = from; at < latest; at++)
        {
            if (char.IsWhiteSpace(text[at]))
                return at + 1;
        }

        return Between(text, from);
    }

    private static int LastEdge(string text, int from)
    {
        for (var at = from; at > from - Before; at--)
        {
            if (char.IsWhiteSpace(text[at]))
                return at;
        }

        return Between(text, from);
    }

    private static int Between(string text, int at) => char.IsLowSurrogate(text[at]) ? at - 1 : at;
}

/// <summary>A match in a text: the term's index in the search, and the range.</summary>
public readonly record struct TermHit(int Term, TextRange Range);

/// <summary>A range of a text, in UTF-16 code units.</summary>
public readonly record struct TextRange(int Start, int Length);
