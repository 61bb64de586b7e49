using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Onbehalf.Automations;

namespace Onbehalf.Ids;

/// <summary>
/// <c>{automationId}-r{26 base32 characters}</c>, computed from what woke the run (the due time, the event's own id), so that waking twice
/// starts one run. Also the orchestration's instance id.
/// </summary>
public readonly record struct RunId
{
    private const string Separator = "-r";

    private RunId(AutomationId automation, string occasion)
    {
        Automation = automation;
        Occasion = occasion;
    }

    public AutomationId Automation { get; }

    /// <summary>A digest; what woke the run cannot be read from it.</summary>
    public string Occasion { get; }

    public string Value => $"{Automation}{Separator}{Occasion}";

    public static RunId Of(AutomationId automation, string occasion)
    {
        ArgumentException.ThrowIfNullOrEmpty(occasion);
        return new(
            automation, SubjectId.Of("onbehalf:run", automation.Value, Sha256.Hex(occasion)).Value);
    }

    public static bool TryParse([NotNullWhen(true)] string? text, out RunId id)
    {
        id = default;
        var at = text?.IndexOf(Separator, StringComparison.Ordinal) ?? -1;
        if (at < 0 || !AutomationId.TryParse(text![..at], out var automation) || !SubjectId.TryParse(text[(at + Separator.Length)..], out var occasion))
            return false;
        id = new(automation, occasion.Value);
        return true;
    }

    public static RunId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a run id.");

    public override string ToString() => Value;
}

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
