using System.Globalization;
using System.Text;

namespace Onbehalf.Threads;

/// <summary>One emoji: a single grapheme of at most 32 UTF-8 bytes that is displayed as a picture, never a letter or a sign.</summary>
public readonly record struct Emoji
{
    private const int MostBytes = 32;

    private const int Joiner = 0x200D;
    private const int AsPicture = 0xFE0F;
    private const int Keycap = 0x20E3;

    private readonly string? _value;

    private Emoji(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty Emoji shows nothing.");

    public static bool TryParse(string? text, out Emoji emoji)
    {
        var valid = text is { Length: > 0 and <= MostBytes }
            && Encoding.UTF8.GetByteCount(text) <= MostBytes
            && StringInfo.GetNextTextElementLength(text) == text.Length
            && IsPicture([.. text.EnumerateRunes()]);
        emoji = valid ? new(text!) : default;
        return valid;
    }

    public static Emoji Parse(string text) => TryParse(text, out var emoji) ? emoji : throw new FormatException("Not an emoji.");

    public override string ToString() => Value;

    private static bool IsPicture(Rune[] runes) =>
        runes is [var key, { Value: AsPicture }, { Value: Keycap }] && (Rune.IsDigit(key) || key.Value is '#' or '*')
            ? key.IsAscii
            : IsBase(runes[0], runes.Length > 1 && runes[1].Value == AsPicture) && runes.Skip(1).All(IsPart);

    private static bool IsBase(Rune rune, bool asPicture) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol
        && rune.Value switch
        {
            >= 0x1F100 and <= 0x1FAFF => true,
            (>= 0x231A and < 0x2500) or (>= 0x25FD and <= 0x2BFF) => true,
            < 0x3300 => asPicture,
            _ => false,
        };

    /// <summary>Returns true for skin tones, joined pictures, tags of flags and the second letter of a country flag.</summary>
    private static bool IsPart(Rune rune) =>
        rune.Value is Joiner or AsPicture or (>= 0x1F3FB and <= 0x1F3FF) or (>= 0xE0020 and <= 0xE007F) || IsBase(rune, asPicture: true);
}
