using System.Globalization;
using System.Text;

namespace Onbehalf.Threads.Files;

/// <summary>Cleans file names: removes the folder and characters that are invisible or change the text direction.</summary>
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

    /// <summary>Returns the extension in lower case, without the dot; empty for a name without one.</summary>
    public static string Extension(string name) => Path.GetExtension(name).TrimStart('.').ToLowerInvariant();

    /// <summary>Zero-width joiners are allowed. They are part of emoji and of words in some scripts, and do not change the direction.</summary>
    private static bool IsShown(Rune rune) =>
        rune.Value is ZeroWidthJoiner or ZeroWidthNonJoiner
        || Rune.GetUnicodeCategory(rune)
            is not (
                    UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.PrivateUse
                    or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator) and not UnicodeCategory.Surrogate && rune.Value != 0xFFFD;
}
