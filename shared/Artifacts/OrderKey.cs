using System.Buffers;

namespace Onbehalf.Artifacts;

/// <summary>
/// Order keys of the npm package fractional-indexing, compared ordinally. The first character gives the length of the integer part. A
/// fraction never ends with the lowest digit. A key outside of this grammar makes the client's library fail.
/// </summary>
internal static class OrderKey
{
    public const string First = "a0";

    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Digits);
    private static readonly string Smallest = "A" + new string('0', 26);

    public static bool IsValid(string? key) =>
        key is { Length: > 1 and <= ArtifactLimits.OrderLength }
        && !key.AsSpan().ContainsAnyExcept(Allowed)
        && IntegerLength(key[0]) is { } length
        && key.Length >= length
        && key != Smallest
        && (key.Length == length || key[^1] != '0');

    /// <summary>Returns the next integer key after a key; null after the largest one.</summary>
    public static string? After(string? key)
    {
        if (key is null)
            return First;
        var integer = key[..IntegerLength(key[0])!.Value].ToCharArray();
        for (var i = integer.Length - 1; i > 0; i--)
        {
            var digit = Digits.IndexOf(integer[i], StringComparison.Ordinal);
            if (digit < Digits.Length - 1)
            {
                integer[i] = Digits[digit + 1];
                return new string(integer);
            }

            integer[i] = '0';
        }

        return integer[0] switch
        {
            'Z' => First,
            'z' => null,
            > 'Z' => (char)(integer[0] + 1) + new string(integer, 1, integer.Length - 1) + '0',
            _ => (char)(integer[0] + 1) + new string(integer, 2, integer.Length - 2),
        };
    }

    private static int? IntegerLength(char head) => head switch
    {
        >= 'a' and <= 'z' => head - 'a' + 2,
        >= 'A' and <= 'Z' => 'Z' - head + 2,
        _ => null,
    };
}
