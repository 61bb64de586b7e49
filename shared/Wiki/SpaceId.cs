using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Onbehalf.Ids;

namespace Onbehalf.Wiki;

/// <summary>The id of a space: <c>s</c> and 20 random base32 characters.</summary>
public readonly record struct SpaceId
{
    private readonly string? _value;

    private SpaceId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty SpaceId names no space.");

    public static SpaceId New() => new('s' + RandomNumberGenerator.GetString(RandomName.Alphabet, RandomName.Length));

    public static bool TryParse([NotNullWhen(true)] string? text, out SpaceId id)
    {
        var valid = RandomName.IsValid(text, 's');
        id = valid ? new(text!) : default;
        return valid;
    }

    public static SpaceId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a space id.");

    public override string ToString() => Value;
}
