using System.Globalization;
using System.Text;

namespace Onbehalf.Threads.Files;

/// <summary>The name of a file without its folder and without characters that hide or turn what a reader sees of it.</summary>
internal static class FileName
{
    public const int MaxLength = 255;

    private const int ZeroWidthNonJoiner = 0x200C;
    private const int ZeroWidthJoiner = 0x200D;

    public static string Clean(string? given)
    {
        var last = given?[(given.LastIndexOfAny(['/', '\\']) + 1)..] ?? "";
        var clean = string.Concat(last.EnumerateRunes().Where(IsShown).Select(static rune => rune.ToString())).Trim().TrimEnd('.').TrimEnd();
        return clean.Length == 0 ? "file" : clean;
    }

    /// <summary>Lower case, without the dot; empty for a name without one.</summary>
    public static string Extension(string name) => Path.GetExtension(name).TrimStart('.').ToLowerInvariant();

    /// <summary>The two joiners are part of emoji and of words in some scripts; neither changes the direction.</summary>
    private static bool IsShown(Rune rune) =>
        rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner
        || Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) and not UnicodeCategory.Surrogate && rune.Value != 0xFFFD;
}
