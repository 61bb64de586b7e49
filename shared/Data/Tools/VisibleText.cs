using System.Globalization;
using System.Text;

namespace Onbehalf.Data.Tools;

/// <summary>Text as a person must see it before saying yes: what has no shape of its own, or turns the direction of what follows, is spelt out.</summary>
internal static class VisibleText
{
    public static string? Show(string? text)
    {
        if (text is null)
            return null;
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            var hidden = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
                || (Rune.GetUnicodeCategory(rune) == UnicodeCategory.SpaceSeparator && rune.Value != ' ')
                || rune.Value is 0x034F or 0x115F or 0x1160 or 0x3164 or 0xFFA0 or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);
            if (hidden && rune.Value is not '\n')
                shown.Append(CultureInfo.InvariantCulture, $"⟨U+{rune.Value:X4}⟩");
            else
                shown.Append(rune);
        }

        return shown.ToString();
    }
}
