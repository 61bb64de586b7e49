using Onbehalf.Wiki.Search;

namespace Onbehalf.Search;

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
