using System.Text;

namespace Onbehalf.Context.Search;

/// <summary>What somebody typed, as an FTS5 expression of quoted words: nothing in it is an operator.</summary>
internal static class SearchWords
{
    private const int Most = 32;

    /// <summary>Null when there is no word in it.</summary>
    public static string? Expression(string query)
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

        return words.Count == 0 ? null : string.Join(" OR ", words.Distinct(StringComparer.OrdinalIgnoreCase).Take(Most));
    }
}
