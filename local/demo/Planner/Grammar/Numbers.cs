using System.Globalization;
using System.Text.RegularExpressions;

namespace Onbehalf.Demo.Planner.Grammar;

internal static partial class Numbers
{
    /// <summary>Parses a number: 1,000, 1_000, 25k or 1.5m. A comma that separates no thousands, as in 1,5, can be a decimal comma.</summary>
    public static decimal? Read(string word)
    {
        if (word.Contains(',', StringComparison.Ordinal) && !Grouped().IsMatch(word))
            return null;
        var plain = word.Replace(",", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        var factor = plain.Length > 1 ? char.ToLowerInvariant(plain[^1]) switch { 'k' => 1_000m, 'm' => 1_000_000m, _ => 1m } : 1m;
        plain = factor == 1m ? plain : plain[..^1];
        if (factor == 1m && IsAmbiguous(plain))
            return null;
        return decimal.TryParse(plain, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number * factor
            : null;
    }

    /// <summary>Returns whether a number is ambiguous: 1.000 can mean one or a thousand.</summary>
    private static bool IsAmbiguous(string plain) =>
        plain.Split('.') is [{ Length: > 0 and <= 3 } whole, .. { Length: > 0 } groups]
        && whole.TrimStart('-') is not ("0" or "")
        && groups.All(static group => group.Length == 3);

    public static string Sql(decimal number) => number.ToString("0.############", CultureInfo.InvariantCulture);

    /// <summary>Groups of three digits, or of two before the last one as in India.</summary>
    [GeneratedRegex(@"^-?\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?[kKmM]?$")]
    private static partial Regex Grouped();
}
