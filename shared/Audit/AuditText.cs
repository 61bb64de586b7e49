using System.Globalization;
using System.Text;

namespace Onbehalf.Audit;

/// <summary>
/// Escapes hidden characters in external text, such as names and request shapes, before it is stored. Escaped text cannot imitate another
/// line, name or writing direction.
/// </summary>
internal static class AuditText
{
    private const int Longest = 8000;

    public static string? Visible(string? text)
    {
        if (text is null || (text.Length <= Longest && text.All(IsPlain)))
            return text;
        var visible = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            if (visible.Length >= Longest)
                return visible.Append('…').ToString();
            if (!HiddenCharacters.Contains(rune))
                visible.Append(rune.ToString());
            else
                visible.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }

        return visible.ToString();
    }

    private static bool IsPlain(char c) => c is >= ' ' and <= '~';
}
