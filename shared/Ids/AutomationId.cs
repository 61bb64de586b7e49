using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace Onbehalf.Ids;

/// <summary><c>a</c> and 20 random base32 characters: names an automation, gives no right to it.</summary>
public readonly record struct AutomationId
{
    private readonly string? _value;

    private AutomationId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty AutomationId names no automation.");

    public static AutomationId New() => new('a' + RandomNumberGenerator.GetString(RandomName.Alphabet, RandomName.Length));

    public static bool TryParse([NotNullWhen(true)] string? text, out AutomationId id)
    {
        var valid = RandomName.IsValid(text, 'a');
        id = valid ? new(text!) : default;
        return valid;
    }

    public static AutomationId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not an automation id.");

    public override string ToString() => Value;
}
