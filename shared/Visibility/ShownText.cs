using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Onbehalf.Visibility;

/// <summary>Text without hidden content: no invisible characters, no direction changes, no link with a hidden target.</summary>
internal static partial class ShownText
{
    public static string Of(string text)
    {
        var shown = new StringBuilder(text.Length);
        foreach (var rune in text.ReplaceLineEndings("\n").EnumerateRunes())
        {
            if (rune.Value is '\n' or '\t' || !IsHidden(rune))
                shown.Append(rune);
        }

        return Link().Replace(shown.ToString(), static link => $"{link.Groups["label"].Value} ({link.Groups["target"].Value})");
    }

    public static ImmutableArray<ShownLink> Links(string text) =>
        [.. Address().Matches(text).Select(static match => new ShownLink(match.Value)).Distinct()];

    private static bool IsHidden(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        || rune.Value is 0x034F or 0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0 or 0xFFFD or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF);

    // Atomic groups instead of NonBacktracking, which in .NET 10 passes over matches that follow one with an optional first character.
    [GeneratedRegex(@"!?\[(?<label>[^\[\]]*)\]\((?>\s*)<?(?<target>(?>[^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*))>?(?>[^()]*)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\s()<>""]+", RegexOptions.NonBacktracking)]
    private static partial Regex Address();
}

/// <summary>The target of a link in a text.</summary>
public sealed record ShownLink(string Target);
