using System.Globalization;
using System.Text;

namespace Onbehalf.Audit;

/// <summary>
/// Text that comes from outside, such as names and request shapes, before it is stored: control, format and separator characters
/// and lone surrogates become visible escapes, so that nothing can look like another line, another name or the other direction.
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
            if (!IsHidden(Rune.GetUnicodeCategory(rune)))
                visible.Append(rune.ToString());
            else
                visible.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:x}}}");
        }

        return visible.ToString();
    }

    private static bool IsPlain(char c) => c is >= ' ' and <= '~';

    private static bool IsHidden(UnicodeCategory category) =>
        category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse;
}
