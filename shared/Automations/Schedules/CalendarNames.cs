using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Onbehalf.Automations.Schedules;

/// <summary>Parses the words for days, months and numbers.</summary>
internal static partial class CalendarNames
{
    public const string NumberWords = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve";

    /// <summary>Larger numbers, which count minutes.</summary>
    public const string MoreNumberWords = "fifteen|twenty|thirty|forty-five|forty|sixty|ninety";

    private const int ShortestName = 3;

    private static readonly ImmutableArray<string> Ordinals = ["first", "second", "third", "fourth", "fifth"];

    private static readonly ImmutableArray<string> Numbers = [.. NumberWords.Split('|')];

    private static readonly FrozenDictionary<string, int> MoreNumbers = new Dictionary<string, int>
    {
        ["fifteen"] = 15, ["twenty"] = 20, ["thirty"] = 30, ["forty"] = 40, ["forty-five"] = 45, ["sixty"] = 60, ["ninety"] = 90,
    }.ToFrozenDictionary();

    public static ImmutableArray<string> Days { get; } = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    public static ImmutableArray<string> Months { get; } =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary>Parses a weekday, 0 for Sunday; null for any other word.</summary>
    public static int? Day(string name) => Index(Days, name) ?? (name.EndsWith('s') ? Index(Days, name[..^1]) : null);

    /// <summary>Whether a name of a day is plural: “Mondays”, but not “Tues”.</summary>
    public static bool IsPlural(string name) => name.EndsWith('s') && Index(Days, name) is null;

    /// <summary>Parses a month, 1 for January; null for any other word.</summary>
    public static int? Month(string name) => Index(Months, name) + 1;

    public static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : text is "a" or "an" ? 1
        : Numbers.IndexOf(text) is >= 0 and var at ? at + 1
        : MoreNumbers.TryGetValue(text, out var more) ? more
        : null;

    /// <summary>Parses an ordinal: “1st”, “first”, “1”. Null for any other word.</summary>
    public static int? Ordinal(string text)
    {
        if (Ordinals.IndexOf(text) is >= 0 and var at)
            return at + 1;
        var digits = text.Length > 2 && text[^2..] is "st" or "nd" or "rd" or "th" ? text[..^2] : text;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    public static string WithSuffix(int number)
    {
        var suffix = (number % 100 is > 10 and < 14 ? 0 : number % 10) switch { 1 => "st", 2 => "nd", 3 => "rd", _ => "th" };
        return string.Create(CultureInfo.InvariantCulture, $"{number}{suffix}");
    }

    public static string List(IReadOnlyList<string> items) => items.Count == 1 ? items[0] : $"{string.Join(", ", items.Take(items.Count - 1))} and {items[^1]}";

    /// <summary>Matches the separator between list items.</summary>
    [GeneratedRegex(@"\s*,\s*and\s+|\s+and\s+|\s*&\s*|\s*,\s*|\s*/\s*")]
    public static partial Regex Separator();

    /// <summary>Matches the whole name, or a prefix of at least three letters.</summary>
    private static int? Index(ImmutableArray<string> names, string text)
    {
        for (var at = 0; at < names.Length && text.Length >= ShortestName; at++)
        {
            if (names[at].StartsWith(text, StringComparison.OrdinalIgnoreCase))
                return at;
        }

        return null;
    }
}
