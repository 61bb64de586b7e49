using System.Buffers;
using System.Diagnostics.CodeAnalysis;

namespace Onbehalf.Threads;

/// <summary>The random part of thread and room ids, 100 bits in 20 lower-case base32 characters; and of turn ids, 50 bits in 10.</summary>
internal static class RandomName
{
    public const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    public const int Length = 20;

    public const int NonceLength = 10;

    private static readonly SearchValues<char> Allowed = SearchValues.Create(Alphabet);

    public static bool IsValid([NotNullWhen(true)] string? text, char prefix) =>
        text is { Length: Length + 1 } && text[0] == prefix && !text.AsSpan(1).ContainsAnyExcept(Allowed);

    public static bool IsNonce(string text) => text.Length == NonceLength && !text.AsSpan().ContainsAnyExcept(Allowed);
}
