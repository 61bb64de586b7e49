namespace Onbehalf.Wiki.Search;

/// <summary>Finds the passage of a page with most of the words. It is cut at spaces if the script has them.</summary>
internal static class Passage
{
    private const int Longest = 200;
    private const int Before = 40;
    private const int MostHits = 400;
    private const int ShortestPart = 4;
    private const int LongestEnding = 3;

    public static string Of(string text, IReadOnlyList<string> needles)
    {
        var hits = Hits(text, needles).Take(MostHits).ToArray();
        var (best, most) = (0, 0);
        for (var i = 0; i < hits.Length && most < needles.Count; i++)
        {
            var near = hits.Skip(i).TakeWhile(hit => hit.At < hits[i].At + Longest - Before).Select(static hit => hit.Needle).Distinct().Count();
            if (near > most)
                (best, most) = (hits[i].At, near);
        }

        var start = Edge(text, Math.Max(0, best - Before), best);
        var end = start + Longest >= text.Length ? text.Length : LastEdge(text, start + Longest, start + Longest - Before);
        return $"{(start > 0 ? "…" : "")}{text[start..end].Trim()}{(end < text.Length ? "…" : "")}";
    }

    private static IEnumerable<(int At, int Needle)> Hits(string text, IReadOnlyList<string> needles)
    {
        foreach (var word in WordReader.Read(text))
        {
            var folded = Folding.Fold(text.AsSpan(word.Start, word.End - word.Start));
            var signed = folded + WordReader.Sign(text, word);
            for (var i = 0; i < needles.Count; i++)
            {
                if ((signed == needles[i] ? 0 : Place(folded, needles[i], word.IsDense)) is >= 0 and var place)
                    yield return (word.Start + Math.Min(place, word.End - word.Start), i);
            }
        }
    }

    private static int Place(string word, string needle, bool isDense)
    {
        if (isDense)
            return At(needle) is >= 0 and var whole ? whole : At(IndexedWords.Pairs(needle).First());
        if (word == needle || (needle.Length >= ShortestPart && word.Contains(needle, StringComparison.Ordinal)))
            return 0;
        // The engine's stemmer also matches other endings of a word.
        var common = needle.Length > ShortestPart ? word.AsSpan().CommonPrefixLength(needle) : 0;
        return common >= Math.Max(ShortestPart, needle.Length - LongestEnding) ? 0 : -1;

        int At(string part) => word.IndexOf(part, StringComparison.Ordinal);
    }

    private static int Edge(string text, int from, int latest)
    {
        if (from == 0)
            return 0;
        for (var at = from; at < latest; at++)
        {
            if (char.IsWhiteSpace(text[at]))
                return at + 1;
        }

        return Whole(text, from);
    }

    private static int LastEdge(string text, int from, int earliest)
    {
        for (var at = from; at > earliest; at--)
        {
            if (char.IsWhiteSpace(text[at]))
                return at;
        }

        return Whole(text, from);
    }

    private static int Whole(string text, int at) => char.IsLowSurrogate(text[at]) ? at - 1 : at;
}

/// <summary>A page of a search result, with the passage that matches.</summary>
public sealed record SearchHit(PageHead Page, string Passage);
