namespace Onbehalf.Demo.Planner.Grammar;

internal static class Keywords
{
    private static readonly HashSet<string> Enders = new(StringComparer.OrdinalIgnoreCase) { "and", "by", "per", "where", "with", "whose", "in", "for", "from", "this", "last", "since", "before", "after", "today", "yesterday" };

    private static readonly HashSet<string> Fillers = new(StringComparer.OrdinalIgnoreCase)
    {
        "please", "can", "could", "would", "will", "you", "me", "us", "i", "show", "give", "tell", "get", "find", "see", "what", "whats", "which", "who", "is", "are", "was", "were", "the", "a", "an", "do", "does",
        "did", "have", "has", "there", "we", "our", "be", "all", "each", "every", "any", "now", "then", "and", "only", "just", "instead", "also", "but", "same", "again", "how", "about", "still",
        "currently", "right", "much", "to", "that", "it", "them", "those", "these", "value", "values", "like", "want", "know", "need", "ok", "okay", "so", "worth",
    };

    /// <summary>One word for several.</summary>
    public static string[] Meant(string word) => word.Equals("headcount", StringComparison.OrdinalIgnoreCase) ? ["number", "of", "employees"] : [word];

    /// <summary>A word that ends a value of several words.</summary>
    public static bool Ends(string word) => Enders.Contains(word);

    public static bool IsFiller(string word) => Fillers.Contains(word);

    public static Measure? MeasureOf(string word) => word.ToLowerInvariant() switch
    {
        "count" or "many" or "number" => Measure.Count,
        "sum" or "total" => Measure.Sum,
        "average" or "avg" or "mean" => Measure.Average,
        "minimum" or "min" or "lowest" or "smallest" => Measure.Minimum,
        "maximum" or "max" or "highest" or "largest" or "biggest" => Measure.Maximum,
        "top" => Measure.Top,
        "bottom" => Measure.Bottom,
        "list" => Measure.List,
        _ => null,
    };

    public static bool IsPreposition(string word) => word.ToLowerInvariant() is "of" or "in" or "for" or "from";

    public static bool IsBy(string word) => word.ToLowerInvariant() is "by" or "per";
}
