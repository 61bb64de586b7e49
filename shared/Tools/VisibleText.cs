using System.Globalization;
using System.Text;
using Onbehalf.Audit;

namespace Onbehalf.Tools;

/// <summary>Formats text for a card: hidden characters are spelt out, line ends are unchanged.</summary>
internal static class VisibleText
{
    public static string? Show(string? text)
    {
        if (text is null)
            return null;
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value != '\n' && HiddenCharacters.Contains(rune))
                shown.Append(CultureInfo.InvariantCulture, $"⟨U+{rune.Value:X4}⟩");
            else
                shown.Append(rune);
        }

        return shown.ToString();
    }
}
