using System.Collections.Immutable;
using System.Text;

namespace Onbehalf.Wiki.Search;

/// <summary>What somebody typed, as quoted words of an FTS5 expression: nothing in it is an operator.</summary>
internal static class SearchWords
{
    private const int Most = 32;

    public static ImmutableArray<string> Of(string query)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        foreach (var rune in query.Append(' ').ToArray().AsSpan().EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune))
            {
                word.Append(rune);
            }
            else if (word.Length > 0)
            {
                words.Add($"\"{word}\"");
                word.Clear();
            }
        }

        return [.. words.Distinct(StringComparer.OrdinalIgnoreCase).Take(Most)];
    }

    public static string Any(ImmutableArray<string> words) => string.Join(" OR ", words);
}
