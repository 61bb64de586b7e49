using System.Text;

namespace Onbehalf.Wiki.Search;

/// <summary>Converts a text for the index: its folded words, separated by spaces. The engine then only splits and stems.</summary>
internal static class IndexedWords
{
    private const int ShortestBare = 3;

    public static string Of(string text)
    {
        var words = new StringBuilder(text.Length + 16);
        var (before, beforeFolded) = (default(TextWord), "");
        foreach (var word in WordReader.Read(text))
        {
            var folded = Folding.Fold(text.AsSpan(word.Start, word.End - word.Start));
            if (folded.Length == 0)
                continue;
            if (WordReader.AreJoined(text, before, word))
                words.Append(beforeFolded).Append(folded).Append(' ');
            (before, beforeFolded) = (word, folded);
            if (word.IsDense)
                words.AppendJoin(' ', Pairs(folded)).Append(' ');
            else
                foreach (var form in Forms(folded, WordReader.Sign(text, word)))
                    words.Append(form).Append(' ');
        }

        return words.ToString();
    }

    /// <summary>
    /// Returns overlapping pairs of characters and then the last character alone. A substring of two or more characters is thus a phrase, and a
    /// single character is the prefix of a token.
    /// </summary>
    public static IEnumerable<string> Pairs(string run)
    {
        var runes = run.EnumerateRunes().ToArray();
        for (var i = 0; i < runes.Length; i++)
            yield return i + 1 < runes.Length ? $"{runes[i]}{runes[i + 1]}" : runes[i].ToString();
    }

    /// <summary>
    /// Returns the forms of a word: the word itself, the word with its sign, and the word without its article. A name of one or two letters with
    /// a sign has only the form with the sign.
    /// </summary>
    public static IEnumerable<string> Forms(string word, string sign)
    {
        if (sign.Length > 0)
            yield return word + sign;
        if (sign.Length == 0 || word.Length > 2)
            yield return word;
        if (WithoutArticle(word) is { } bare)
            yield return bare;
    }

    /// <summary>
    /// Returns the word without its prefix, or null. Arabic and Hebrew write the article and short prepositions as a prefix of the word.
    /// </summary>
    public static string? WithoutArticle(string word)
    {
        var cut = word[0] switch
        {
            'ا' when word.StartsWith("ال", StringComparison.Ordinal) => 2,
            'ل' when word.StartsWith("لل", StringComparison.Ordinal) => 2,
            'و' or 'ب' or 'ك' or 'ف' when word.AsSpan(1).StartsWith("ال", StringComparison.Ordinal) => 3,
            'ו' or 'ש' or 'כ' when word.Length > 4 && word[1] is 'ה' or 'ב' or 'ל' or 'מ' or 'ש' => 2,
            'ה' or 'ב' or 'ל' or 'מ' or 'ש' or 'ו' or 'כ' => 1,
            _ => 0,
        };
        return cut > 0 && word.Length - cut >= ShortestBare ? word[cut..] : null;
    }
}
