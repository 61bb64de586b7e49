using System.Buffers;
using System.Globalization;
using System.Text;

namespace Onbehalf.Wiki.Search;

/// <summary>A word of a text, by its position. <paramref name="IsDense"/>: a run of characters of a script without spaces between words.</summary>
internal readonly record struct TextWord(int Start, int End, bool IsDense);

/// <summary>Finds the words of a text. A run of Chinese, Japanese, Korean, Thai, Lao, Khmer or Burmese ends at the first Latin letter.</summary>
internal static class WordReader
{
    private static readonly SearchValues<char> OfNumbers = SearchValues.Create("0123456789-\u2010\u2011'’");

    private enum Kind
    {
        Gap,
        Spaced,
        Dense,

        /// <summary>A mark or an invisible character, which is part of the preceding word.</summary>
        Joined,
    }

    public static IEnumerable<TextWord> Read(string text)
    {
        var (start, kind) = (0, Kind.Gap);
        for (var at = 0; at <= text.Length;)
        {
            var (next, length) = at < text.Length ? At(text, at) : (Kind.Gap, 1);
            if (next == Kind.Joined)
                next = kind;
            if (next != kind)
            {
                if (kind != Kind.Gap)
                    yield return new(start, at, kind == Kind.Dense);
                (start, kind) = (at, next);
            }

            at += length;
        }
    }

    /// <summary>
    /// Returns <c>++</c> or <c>#</c> for names such as C++, C# and F#, otherwise an empty text. Markdown can escape each sign with a backslash.
    /// A number after <c>#</c> makes it an issue reference instead.
    /// </summary>
    public static string Sign(string text, TextWord word)
    {
        var name = text.AsSpan(word.Start, word.End - word.Start);
        if (word.IsDense || !char.IsLetterOrDigit(name[^1]) || !name.ContainsAnyExceptInRange('0', '9'))
            return "";
        var signs = text.AsSpan(word.End, Math.Min(5, text.Length - word.End)).ToString().Replace("\\", "", StringComparison.Ordinal);
        if (signs is ['+' or '＋', '+' or '＋', ..])
            return "++";
        return signs is ['#' or '＃' or '♯', .. var after] && (after.Length == 0 || !char.IsLetterOrDigit(after[0])) ? "#" : "";
    }

    /// <summary>Returns whether a hyphen or an apostrophe joins two words, which people also write as one: e-mail, don't. Numbers stay apart.</summary>
    public static bool AreJoined(string text, TextWord first, TextWord second) =>
        first.End > 0 && second.Start == first.End + 1 && !first.IsDense && !second.IsDense && text[first.End] is '-' or '\u2010' or '\u2011' or '\'' or '’'
        && text.AsSpan(first.Start, second.End - first.Start).ContainsAnyExcept(OfNumbers);

    public static bool IsPart(Rune rune) => KindOf(rune) is not Kind.Gap && Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format;

    private static (Kind Kind, int Length) At(string text, int at)
    {
        var c = text[at];
        if (c < 0x80)
            return (char.IsAsciiLetterOrDigit(c) ? Kind.Spaced : Kind.Gap, 1);
        return Rune.TryGetRuneAt(text, at, out var rune) ? (KindOf(rune), rune.Utf16SequenceLength) : (Kind.Gap, 1);
    }

    private static Kind KindOf(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter
            or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber => IsDense(rune.Value) ? Kind.Dense : Kind.Spaced,
        UnicodeCategory.DecimalDigitNumber => Kind.Spaced,
        // CO₂, m², ③. Not ½, which is not a sequence of digits.
        UnicodeCategory.OtherNumber => rune.Value switch
        {
            (>= 0xBC and <= 0xBE) or (>= 0x2150 and <= 0x215F) or 0x2189 => Kind.Gap,
            (>= 0x3220 and <= 0x3229) or (>= 0x3280 and <= 0x3289) => Kind.Dense,
            _ => Kind.Spaced,
        },
        UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark => Kind.Joined,
        UnicodeCategory.Format => rune.Value == 0x200B ? Kind.Gap : Kind.Joined,
        // Squared words and units: ㈱, ㎏.
        UnicodeCategory.OtherSymbol => rune.Value switch { >= 0x3200 and <= 0x3370 => Kind.Dense, >= 0x3371 and <= 0x33FF => Kind.Spaced, _ => Kind.Gap },
        _ => Kind.Gap,
    };

    private static bool IsDense(int rune) => rune is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1100 and <= 0x11FF)
        or (>= 0x1780 and <= 0x17FF) or (>= 0x2E80 and <= 0x318F) or (>= 0x31A0 and <= 0x31BF) or (>= 0x31F0 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xA960 and <= 0xA97F) or (>= 0xAC00 and <= 0xD7FF) or (>= 0xF900 and <= 0xFAFF) or (>= 0xFF66 and <= 0xFFDC)
        or (>= 0x1AFF0 and <= 0x1B16F) or (>= 0x20000 and <= 0x3FFFF);
}
