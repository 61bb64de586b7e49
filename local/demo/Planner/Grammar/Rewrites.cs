using System.Collections.Immutable;

namespace Onbehalf.Demo.Planner.Grammar;

/// <summary>Rewrites synonyms to the grammar's own words, and removes polite phrases before a question.</summary>
internal static class Rewrites
{
    public const string Sorted = "sortedby";

    private static readonly ImmutableArray<(string[] Said, string[] Meant)> Known =
    [
        .. Read(Synonyms.Lines),
    ];

    private static readonly ImmutableArray<string[]> Polite =
    [
        .. new[]
        {
            "please",
            "ok",
            "okay",
            "so",
            "and",
            "but",
            "then",
            "now",
            "hey",
            "hi",
            "hello",
            "good morning",
            "good afternoon",
            "good evening",
            "thanks",
            "great",
            "cool",
            "can you",
            "could you",
            "would you",
            "will you",
            "can i see",
            "can i get",
            "can i have",
            "could i see",
            "could i get",
            "may i see",
            "i want to see",
            "i want to know",
            "i want",
            "i need",
            "i would like to see",
            "i would like to know",
            "i would like",
            "i d like to see",
            "i d like",
            "i like to see",
            "let me see",
            "let me know",
            "do you know",
            "show me",
            "give me",
            "tell me",
            "get me",
            "find me",
            "send me",
            "let us see", "show us", "give us", "tell us",
        }.Select(static words => words.Split(' ')).OrderByDescending(static words => words.Length),
    ];

    private static readonly (string[] Said, string[] Meant)[] BeforeNumbers =
    [
        (["up", "to"], ["at", "most"]),
        (["no", "more", "than"], ["at", "most"]),
        (["not", "more", "than"], ["at", "most"]),
        (["not", "over"], ["at", "most"]),
        (["not", "above"], ["at", "most"]),
        (["no", "less", "than"], ["at", "least"]),
        (["not", "less", "than"], ["at", "least"]),
        (["no", "fewer", "than"], ["at", "least"]),
        (["not", "under"], ["at", "least"]),
        (["not", "below"], ["at", "least"]), (["exactly"], ["="]), (["number"], []),
    ];

    private static readonly string[] Asking = ["show", "give", "see", "want", "need", "have", "get", "find", "send"];

    /// <summary>Returns whether a question starts with a request such as "show me" or "can I get".</summary>
    public static bool IsWish(IReadOnlyList<string> typed)
    {
        var polite = AfterPoliteness(typed);
        return typed.Take(polite).Any(static word => Asking.Contains(word, StringComparer.OrdinalIgnoreCase));
    }

    /// <summary>Returns the question in the grammar's words, and the typed words of each replacement.</summary>
    public static (List<string> Words, ImmutableDictionary<string, string> Typed) Of(IReadOnlyList<string> typed)
    {
        var start = AfterPoliteness(typed);
        var words = new List<string>();
        var said = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.OrdinalIgnoreCase);
        for (var at = start; at < typed.Count;)
        {
            if (Find(typed, at, isFirst: at == start) is not { } known)
            {
                words.Add(typed[at++]);
                continue;
            }

            words.AddRange(known.Meant);
            if (known.Meant.Length == 1)
                said[known.Meant[0]] = string.Join(' ', typed.Skip(at).Take(known.Said.Length));
            at += known.Said.Length;
        }

        if (words.Count == 0 && typed.Skip(start).SequenceEqual(["in", "total"], StringComparer.OrdinalIgnoreCase))
            words.Add("total");
        SortAtTheEnd(words);
        ReadNumbers(words);
        return (words, said.ToImmutable());
    }

    /// <summary>Rewrites "sort employees by salary" to "employees sorted by salary".</summary>
    private static void SortAtTheEnd(List<string> words)
    {
        if (words.Count == 0 || words[0].ToLowerInvariant() is not ("sort" or "order" or "rank") || words.FindIndex(Keywords.IsBy) is not (> 1 and var by))
            return;
        words[by] = Sorted;
        words.RemoveAt(0);
    }

    private static int AfterPoliteness(IReadOnlyList<string> typed)
    {
        var start = 0;
        while (Polite.FirstOrDefault(words => start + words.Length <= typed.Count && Matches(typed, start, words)) is { } polite)
            start += polite.Length;
        return start;
    }

    /// <summary>"1.5 million", "1000 or more", "the last 5 tickets".</summary>
    private static void ReadNumbers(List<string> words)
    {
        for (var at = 0; at < words.Count; at++)
        {
            if (at + 2 < words.Count && Tokens.Is(words[at], "last") && Keywords.NumberNamed(words[at + 1]) is not null && !PeriodReader.IsUnit(words[at + 2]))
                words[at] = "latest";
            if (Numbers.Read(words[at]) is null)
                continue;
            at = RewriteBefore(words, at);
            var next = at + 1 < words.Count ? words[at + 1].ToLowerInvariant() : "";
            if (next is "million" or "thousand")
            {
                words[at] += next[..1] == "m" ? "m" : "k";
                words.RemoveAt(at + 1);
            }

            if (at + 2 < words.Count
                && Tokens.Is(words[at + 1], "or")
                && words[at + 2].ToLowerInvariant() is "more" or "above" or "higher" or "less" or "below" or "fewer" or "lower")
            {
                var isLeast = words[at + 2].ToLowerInvariant() is "more" or "above" or "higher";
                words.RemoveRange(at + 1, 2);
                words.InsertRange(at, ["at", isLeast ? "least" : "most"]);
                at += 2;
            }
            else if (at > 0 && at + 1 < words.Count && Tokens.Is(words[at - 1], "last") && !PeriodReader.IsUnit(words[at + 1]))
            {
                words[at - 1] = "latest";
            }
        }
    }

    /// <summary>"not more than 100" and "up to 100"; and "from 10k to 20k", where neither is a year.</summary>
    /// <returns>Where the number is now.</returns>
    private static int RewriteBefore(List<string> words, int at)
    {
        foreach (var (said, meant) in BeforeNumbers)
        {
            if (at < said.Length || !Matches(words, at - said.Length, said))
                continue;
            words.RemoveRange(at - said.Length, said.Length);
            words.InsertRange(at - said.Length, meant);
            return at - said.Length + meant.Length;
        }

        if (at > 0 && at + 2 < words.Count && Tokens.Is(words[at - 1], "from") && Tokens.Is(words[at + 1], "to") && Numbers.Read(words[at + 2]) is not null
            && PeriodReader.Year(words[at]) is null && PeriodReader.Year(words[at + 2]) is null)
            (words[at - 1], words[at + 1]) = ("between", "and");
        return at;
    }

    private static (string[] Said, string[] Meant)? Find(IReadOnlyList<string> typed, int at, bool isFirst)
    {
        (string[] Said, string[] Meant)? longest = null;
        foreach (var known in Known)
        {
            if (at + known.Said.Length <= typed.Count
                && known.Said.Length > (longest?.Said.Length ?? 0)
                && (isFirst || !IsWhole(known))
                && Matches(typed, at, known.Said))
                longest = known;
        }

        return longest;
    }

    /// <summary>Returns whether a rewrite applies. "who joined" means employees only at the start of a question, not in "customers who joined".</summary>
    private static bool IsWhole((string[] Said, string[] Meant) known) => known is { Said: ["who", ..], Meant: ["list" or "who", ..] };

    private static bool Matches(IReadOnlyList<string> typed, int at, string[] words)
    {
        for (var place = 0; place < words.Length; place++)
        {
            if (!Tokens.Is(typed[at + place], words[place]))
                return false;
        }

        return true;
    }

    private static IEnumerable<(string[] Said, string[] Meant)> Read(string lines) =>
        lines
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static line =>
            {
                var parts = line.Split('=');
                return (parts[0].Split(' '), parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
            });
}
