using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Onbehalf.Channels.Slack;

/// <summary>The timestamp of a message, which identifies it within its channel.</summary>
internal readonly partial record struct SlackTs
{
    private readonly string? _value;

    private SlackTs(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty SlackTs names nothing.");

    public static bool TryParse([NotNullWhen(true)] string? text, out SlackTs id)
    {
        var valid = text is not null && Shape().IsMatch(text);
        id = valid ? new(text!) : default;
        return valid;
    }

    public static SlackTs Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a SlackTs.");

    public override string ToString() => Value;

    [GeneratedRegex(@"^[0-9]{1,12}\.[0-9]{6}\z")]
    private static partial Regex Shape();
}
