using System.Collections.Immutable;

namespace Onbehalf.Wiki.Search;

/// <summary>A query as quoted words of an FTS5 expression. The query contains no operators.</summary>
internal sealed record SearchWords
{
    private const int Most = 32;
    private const int ShortestInside = 4;

    private static readonly string[] Endings = ["en", "er", "es", "em", "e", "n", "s"];

    /// <summary>
    /// The units for the check that a page contains at least half of the words: a word, or a pair of characters of a script without spaces.
    /// </summary>
    public required ImmutableArray<string> Each { get; init; }

    /// <summary>The expression for pages with a word in its typed form.</summary>
    public required string Exact { get; init; }

    /// <summary>Other spellings and parts of words. Their pages follow those of <see cref="Exact"/>.</summary>
    public required ImmutableArray<string> Loose { get; init; }

    /// <summary>Prefixes and inner parts of longer words, without an ending.</summary>
    public required ImmutableArray<string> Inside { get; init; }

    /// <summary>Folded texts that determine the passage.</summary>
    public required ImmutableArray<string> Needles { get; init; }

    public bool IsEmpty => Each.IsEmpty;

    public static SearchWords Of(string query)
    {
        var (each, exact, loose, inside, needles) = (new List<string>(), new List<string>(), new List<string>(), new List<string>(), new List<string>());
        var (before, beforeFolded) = (default(TextWord), "");
        foreach (var word in WordReader.Read(query))
        {
            var folded = Folding.Fold(query.AsSpan(word.Start, word.End - word.Start));
            if (folded.Length == 0)
                continue;
            if (WordReader.AreJoined(query, before, word))
                loose.Add(Quoted(beforeFolded + folded));
            (before, beforeFolded) = (word, folded);
            needles.Add(folded + WordReader.Sign(query, word));
            if (word.IsDense)
                AddRun(folded, each, exact, loose);
            else
                AddWord(query, word, folded, each, exact, loose, inside);
        }

        return new()
        {
            Each = Few(each),
            Exact = Any(Few(exact)),
            Loose = Few(loose),
            Inside = Few(inside),
            Needles = Few(needles),
        };
    }

    public static string Any(IEnumerable<string> words) => string.Join(" OR ", words);

    public static string Quoted(string word) => $"\"{word}\"";

    private static void AddRun(string run, List<string> each, List<string> exact, List<string> loose)
    {
        string[] pairs = [.. IndexedWords.Pairs(run)];
        if (pairs.Length == 1)
        {
            each.Add($"{Quoted(run)}*");
            exact.Add($"{Quoted(run)}*");
            return;
        }

        // The index needs the last character alone. In a query it would be an additional word.
        var whole = pairs[..^1];
        each.AddRange(whole.Select(Quoted));
        exact.Add(Quoted(string.Join(' ', whole)));
        loose.AddRange(whole.Select(Quoted));
    }

    private static void AddWord(string query, TextWord word, string folded, List<string> each, List<string> exact, List<string> loose, List<string> inside)
    {
        var sign = WordReader.Sign(query, word);
        var typed = sign.Length > 0 ? Quoted(folded + sign) : Any(IndexedWords.Forms(folded, "").Select(Quoted));
        each.Add(typed);
        exact.Add(typed);
        if (sign.Length > 0)
            return;
        foreach (var spelled in (string[])[Folding.Fold(Spelled(query[word.Start..word.End])), Unspelled(folded)])
        {
            if (spelled != folded)
                loose.Add(Quoted(spelled));
        }

        if (Ending(folded) is { Length: >= ShortestInside - 1 } part)
            inside.Add(part);
    }

    private static string Spelled(string word) =>
        Replaced(word.Normalize().ToLowerInvariant(), ("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ø", "oe"), ("å", "aa"));

    private static string Unspelled(string word) => Replaced(word, ("ae", "a"), ("oe", "o"), ("ue", "u"));

    private static string Replaced(string word, params ReadOnlySpan<(string From, string To)> all)
    {
        foreach (var (from, to) in all)
            word = word.Replace(from, to, StringComparison.Ordinal);
        return word;
    }

    /// <summary>Returns the word without its ending: Anträge is in Urlaubsantrag only without its last letter.</summary>
    private static string Ending(string word) =>
        Array.Find(Endings, ending => word.Length - ending.Length > ShortestInside && word.EndsWith(ending, StringComparison.Ordinal)) is { } found
            ? word[..^found.Length]
            : word;

    private static ImmutableArray<string> Few(IEnumerable<string> words) => [.. words.Distinct(StringComparer.Ordinal).Take(Most)];
}
