using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Onbehalf.Wiki.Search;

/// <summary>
/// Normalizes words that readers consider equal: NFKC, lower case, no diacritics, no vowel points, ASCII digits. Marks that change the letter
/// (Thai vowels, kana voicing, Indic matras) remain.
/// </summary>
internal static class Folding
{
    private static readonly FrozenDictionary<int, string> Letters = new Dictionary<int, string>
    {
        ['ß'] = "ss", ['æ'] = "ae", ['œ'] = "oe", ['ø'] = "o", ['đ'] = "d", ['ð'] = "d", ['þ'] = "th",
        ['ł'] = "l", ['ħ'] = "h", ['ŧ'] = "t", ['ŋ'] = "n", ['ı'] = "i", ['ς'] = "σ",
        ['أ'] = "ا", ['إ'] = "ا", ['آ'] = "ا", ['ٱ'] = "ا", ['ى'] = "ي", ['ی'] = "ي", ['ک'] = "ك", ['ة'] = "ه",
        ['ך'] = "כ", ['ם'] = "מ", ['ן'] = "נ", ['ף'] = "פ", ['ץ'] = "צ",
    }.ToFrozenDictionary();

    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    /// <summary>Folds a word of <see cref="WordReader"/>, which has no lone surrogate.</summary>
    public static string Fold(ReadOnlySpan<char> word)
    {
        if (!word.ContainsAnyExcept(Plain))
            return word.ToString();
        if (Ascii.IsValid(word))
            return word.ToString().ToLowerInvariant();
        var folded = new StringBuilder(word.Length + 4);
        foreach (var rune in word.ToString().Normalize(NormalizationForm.FormKC).EnumerateRunes())
            Append(folded, rune);
        return folded.ToString();
    }

    private static void Append(StringBuilder folded, Rune rune)
    {
        if (rune.IsAscii)
        {
            if (Rune.IsLetterOrDigit(rune))
                folded.Append(Rune.ToLowerInvariant(rune));
        }
        else if (HasDiacritics(rune.Value))
        {
            foreach (var part in rune.ToString().Normalize(NormalizationForm.FormD).EnumerateRunes())
                AppendLetter(folded, part);
        }
        else
        {
            AppendLetter(folded, rune);
        }
    }

    private static void AppendLetter(StringBuilder folded, Rune rune)
    {
        if (IsDropped(rune))
            return;
        var lower = Rune.ToLowerInvariant(rune);
        if (Letters.TryGetValue(lower.Value, out var spelled))
            folded.Append(spelled);
        else if (Rune.GetUnicodeCategory(rune) == UnicodeCategory.DecimalDigitNumber)
            folded.Append((int)Rune.GetNumericValue(rune));
        else
            folded.Append(lower);
    }

    // Latin, Greek and Cyrillic.
    private static bool HasDiacritics(int rune) => rune is (>= 0xC0 and <= 0x24F) or (>= 0x370 and <= 0x52F) or (>= 0x1E00 and <= 0x1FFF);

    /// <summary>Returns true for combining accents, the points of Hebrew and Arabic, the tatweel, and invisible characters.</summary>
    private static bool IsDropped(Rune rune) =>
        rune.Value is (>= 0x300 and <= 0x36F) or (>= 0x591 and <= 0x5C7) or (>= 0x610 and <= 0x61A) or 0x640 or (>= 0x64B and <= 0x65F) or 0x670
            or (>= 0x6D6 and <= 0x6ED) or (>= 0xFE00 and <= 0xFE0F)
        || !WordReader.IsPart(rune);
}
