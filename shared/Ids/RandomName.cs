using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Onbehalf.Ids;

/// <summary>The random part of ids: a letter and 100 bits in 20 lower-case base32 characters.</summary>
internal static class RandomName
{
    public const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public const int Length = 20;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    public static bool IsValid([NotNullWhen(true)] string? text, char prefix) =>
        text is { Length: Length + 1 } && text[0] == prefix && !text.AsSpan(1).ContainsAnyExcept(Allowed);

    /// <summary>The same name for the same text; it tells nothing of it.</summary>
    public static string Of(char prefix, string text) =>
        prefix + string.Concat(SHA256.HashData(Encoding.UTF8.GetBytes(text)).Take(Length).Select(static one => Alphabet[one & 31]));

    public static string New(char prefix) => prefix + RandomNumberGenerator.GetString(Alphabet, Length);
}
