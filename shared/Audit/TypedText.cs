using System.Globalization;
using System.Text;

namespace Onbehalf.Audit;

/// <summary>
/// Finds hidden characters in text that a person typed for others. Joiners and variation selectors that an emoji or a word needs do not count as
/// hidden.
/// </summary>
internal static class TypedText
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;
    private const int Keycap = 0x20E3;

    /// <summary>Returns whether a reader sees any of the text.</summary>
    public static bool HasVisible(string text) => text.EnumerateRunes().Any(static rune => !Rune.IsWhiteSpace(rune) && !HiddenCharacters.Contains(rune));

    /// <summary>Returns the first hidden character; null if there is none. Line breaks, tabs and spaces of any width are not hidden.</summary>
    public static Rune? FirstHidden(string text)
    {
        Rune[] runes = [.. text.EnumerateRunes()];
        for (var at = 0; at < runes.Length; at++)
        {
            if (runes[at].Value is not ('\n' or '\r' or '\t') && !IsSpace(runes[at]) && IsHidden(runes, at))
                return runes[at];
        }

        return null;
    }

    /// <summary>Returns the text on one line: without hidden characters, with plain spaces, trimmed.</summary>
    public static string Line(string text)
    {
        Rune[] runes = [.. text.EnumerateRunes()];
        var line = new StringBuilder(text.Length);
        for (var at = 0; at < runes.Length; at++)
        {
            if (IsSpace(runes[at]))
                line.Append(' ');
            else if (!IsHidden(runes, at))
                line.Append(runes[at]);
        }

        return line.ToString().Trim();
    }

    private static bool IsSpace(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpaceSeparator;

    private static bool IsHidden(Rune[] runes, int at)
    {
        if (!HiddenCharacters.Contains(runes[at]))
            return false;
        if (at == 0)
            return true;
        var (before, after) = (runes[at - 1], at + 1 < runes.Length ? runes[at + 1] : default);
        return runes[at].Value switch
        {
            NonJoiner => !Joins(before, after),
            Joiner => !Joins(before, after) && !(IsPartOfEmoji(before) && IsEmoji(after)),
            0xFE0E or 0xFE0F => !IsEmoji(before) && after.Value != Keycap,
            >= 0xE0100 and <= 0xE01EF => !IsIdeograph(before),
            _ => true,
        };
    }

    /// <summary>Returns whether a joiner between these changes what is shown: letters of Arabic and Indic scripts, or the end of a half form.</summary>
    private static bool Joins(Rune before, Rune after) =>
        IsOfJoiningScript(before)
        && (IsOfJoiningScript(after)
            || (before.Value is >= 0x0900 and <= 0x0DFF && Rune.GetUnicodeCategory(before) is UnicodeCategory.NonSpacingMark));

    private static bool IsOfJoiningScript(Rune rune) =>
        rune.Value is (>= 0x0600 and <= 0x18AF) or (>= 0xFB50 and <= 0xFEFC)
        && Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    /// <summary>Returns whether the character can have a registered variant (Unicode Technical Standard #37).</summary>
    private static bool IsIdeograph(Rune rune) => rune.Value is (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    private static bool IsEmoji(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.OtherSymbol => !HiddenCharacters.Contains(rune),
        UnicodeCategory.MathSymbol => rune.Value is >= 0x2190 and <= 0x2BFF,
        _ => rune.Value is 0x203C or 0x2049 or 0x2139 or 0x3030 or 0x303D,
    };

    private static bool IsPartOfEmoji(Rune rune) => IsEmoji(rune) || rune.Value is 0xFE0F or (>= 0x1F3FB and <= 0x1F3FF);
}
