using System.Globalization;

namespace Onbehalf.People;

/// <summary>A name for showing, made harmless: no control or direction characters, bounded. It decides nothing.</summary>
internal static class DisplayName
{
    private const int MaxLength = 100;

    public static string Of(string? name, string fallback)
    {
        var visible = string.Concat((name ?? "").Where(IsVisible)).Trim();
        if (visible.Length == 0)
            return fallback;
        if (visible.Length <= MaxLength)
            return visible;
        return visible[..(char.IsHighSurrogate(visible[MaxLength - 1]) ? MaxLength - 1 : MaxLength)];
    }

    private static bool IsVisible(char c) => char.GetUnicodeCategory(c) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
