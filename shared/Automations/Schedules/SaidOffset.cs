using System.Globalization;
using System.Text.RegularExpressions;

namespace Onbehalf.Automations.Schedules;

/// <summary>An offset from UTC in a phrase: “tomorrow at 9 UTC+2”, “2026-12-01T09:00:00+01:00”.</summary>
/// <param name="Phrase">The phrase without the offset.</param>
/// <param name="Text">The offset as typed.</param>
internal sealed partial record SaidOffset(string Phrase, string Text, TimeSpan Ahead)
{
    private const int MostHours = 14;

    /// <summary>Returns null for a phrase without an offset, or with one that no clock has.</summary>
    public static SaidOffset? Take(string phrase)
    {
        var match = Offset().Match(phrase);
        if (!match.Success)
            return null;
        var minutes = (Number(match, "hours") * 60) + Number(match, "minutes");
        var ahead = TimeSpan.FromMinutes(match.Groups["sign"].Value is "+" or "" ? minutes : -minutes);
        return minutes <= MostHours * 60 && Number(match, "minutes") < 60
            ? new($"{phrase[..match.Index]} {phrase[(match.Index + match.Length)..]}".Trim(), match.Groups["text"].Value, ahead)
            : null;
    }

    private static int Number(Match match, string group) =>
        match.Groups[group].Success ? int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture) : 0;

    /// <summary>Without UTC or GMT, an offset follows a date and a time: “9:00-12:00” can be a range of hours.</summary>
    [GeneratedRegex(
        @"\s*\(?\b(?<text>(?:UTC|GMT)\s?(?<sign>[+\-−–])\s?(?<hours>\d{1,2})(?::?(?<minutes>\d{2}))?)\)?(?=$|[\s,])"
            + @"|(?<=\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)\s?(?<text>(?<sign>[+\-−])(?<hours>\d{2}):?(?<minutes>\d{2})|Z)$"
            + @"|(?<=\b\d{1,2}:\d{2})(?<text>Z)(?=$|[\s,])",
        RegexOptions.IgnoreCase)]
    private static partial Regex Offset();
}
