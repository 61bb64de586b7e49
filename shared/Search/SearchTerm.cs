using System.Collections.Immutable;
using Onbehalf.Wiki.Search;

namespace Onbehalf.Search;

/// <summary>A word or a phrase. <paramref name="IsPrefix"/>: its last word matches as a prefix.</summary>
internal sealed record SearchTerm(ImmutableArray<TextToken> Words, bool IsPrefix)
{
    /// <summary>Returns the term of a typed piece; null when the piece has no word.</summary>
    public static SearchTerm? Of(string piece, bool isPrefix)
    {
        var words = TextToken.Read(piece).ToImmutableArray();
        return words.IsEmpty ? null : new(words, isPrefix);
    }

    /// <summary>Returns the range of this term if it starts at this word of the text; null otherwise.</summary>
    public TextRange? At(IReadOnlyList<TextToken> text, int index)
    {
        if (index + Words.Length > text.Count)
            return null;
        if (Words is [{ IsDense: true } only])
            return Inside(text[index], only.Folded);
        for (var i = 0; i < Words.Length; i++)
        {
            if (!Fits(text[index + i], Words[i], isFirst: i == 0, isLast: i == Words.Length - 1))
                return null;
        }

        var (first, last) = (text[index], text[index + Words.Length - 1]);
        return new(first.Start, last.End - first.Start);
    }

    /// <summary>
    /// In a script without spaces, a term can match anywhere in the token. If folding changed the token's length, the whole token is marked.
    /// </summary>
    private static TextRange? Inside(TextToken token, string wanted)
    {
        if (!token.IsDense || token.Folded.IndexOf(wanted, StringComparison.Ordinal) is not (>= 0 and var at))
            return null;
        return token.Folded.Length == token.End - token.Start ? new(token.Start + at, wanted.Length) : new(token.Start, token.End - token.Start);
    }

    private bool Fits(TextToken has, TextToken wanted, bool isFirst, bool isLast)
    {
        if (has.IsDense != wanted.IsDense)
            return false;
        if (wanted.IsDense)
            return isFirst ? has.Folded.EndsWith(wanted.Folded, StringComparison.Ordinal)
                : isLast ? has.Folded.StartsWith(wanted.Folded, StringComparison.Ordinal)
                : has.Folded == wanted.Folded;
        var isOpen = isLast && IsPrefix && wanted.Sign.Length == 0;
        return Same(has, wanted.Folded + wanted.Sign, isOpen) || (wanted.Sign.Length == 0 && Bare(wanted.Folded) is { } bare && Same(has, bare, isOpen));
    }

    /// <summary>Compares the same word forms as the wiki's index: with its sign, without it if the name is long enough, and without its article.</summary>
    private static bool Same(TextToken has, string wanted, bool isOpen) =>
        (has.Sign.Length > 0 && has.Folded + has.Sign == wanted)
        || ((has.Sign.Length == 0 || has.Folded.Length > 2) && Equal(has.Folded, wanted, isOpen))
        || (Bare(has.Folded) is { } bare && Equal(bare, wanted, isOpen));

    private static bool Equal(string has, string wanted, bool isOpen) => isOpen ? has.StartsWith(wanted, StringComparison.Ordinal) : has == wanted;

    private static string? Bare(string word) => char.IsAscii(word[0]) ? null : IndexedWords.WithoutArticle(word);
}

/// <summary>A normalised word of a text, with its position.</summary>
internal readonly record struct TextToken(int Start, int End, string Folded, string Sign, bool IsDense)
{
    public static IEnumerable<TextToken> Read(string text)
    {
        foreach (var word in WordReader.Read(text))
        {
            var folded = Folding.Fold(text.AsSpan(word.Start, word.End - word.Start));
            if (folded.Length > 0)
                yield return new(word.Start, word.End, folded, WordReader.Sign(text, word), word.IsDense);
        }
    }
}
