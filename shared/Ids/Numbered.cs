using System.Globalization;

namespace Onbehalf.Ids;

/// <summary>Reads and writes ids of the form <c>{outer}-{letter}{number}</c>; a number has exactly one spelling, so an id has one too.</summary>
internal static class Numbered
{
    /// <summary>Ten digits: what a table key is padded to.</summary>
    public const long Max = 9_999_999_999;

    public static string Write(string outer, char letter, long number) => string.Create(CultureInfo.InvariantCulture, $"{outer}-{letter}{number}");

    public static bool TryRead(string? text, char letter, long least, out string outer, out long number)
    {
        outer = "";
        number = 0;
        var cut = text?.LastIndexOf('-') ?? -1;
        if (cut < 0 || cut + 2 >= text!.Length || text[cut + 1] != letter)
            return false;
        var digits = text.AsSpan(cut + 2);
        if (digits.Length > 10 || digits.ContainsAnyExceptInRange('0', '9') || (digits.Length > 1 && digits[0] == '0'))
            return false;
        outer = text[..cut];
        number = long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return number >= least;
    }

    public static long Checked(long number, long least) =>
        number >= least && number <= Max ? number : throw new ArgumentOutOfRangeException(nameof(number));
}
