using System.Globalization;
using System.Text;

namespace Onbehalf.Audit;

/// <summary>
/// Characters that a reader cannot see, or that change how others are shown: one list for cards, tool descriptions and the audit. The base is
/// Unicode's <c>Default_Ignorable_Code_Point</c> (UAX #44), plus controls, unassigned and private characters, foreign spaces and blank symbols.
/// </summary>
internal static class HiddenCharacters
{
    private const int BrailleBlank = 0x2800;
    private const int NullNoteHead = 0x1D159;

    public static bool Contains(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => true,
        UnicodeCategory.SpaceSeparator => rune.Value != ' ',
        _ => IsIgnorable(rune.Value) || rune.Value is BrailleBlank or NullNoteHead,
    };

    /// <summary>Ignorable characters in the letter and mark categories: joiners, fillers, inherent vowels, variation selectors.</summary>
    private static bool IsIgnorable(int code) =>
        code
            is 0x034F
                or 0x115F
                or 0x1160
                or 0x17B4
                or 0x17B5
                or 0x3164
                or 0xFFA0
                or (>= 0x180B and <= 0x180F)
                or (>= 0xFE00 and <= 0xFE0F)
                or (>= 0xE0100 and <= 0xE01EF);
}
