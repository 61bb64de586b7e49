using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Onbehalf.Channels.Slack;

/// <summary>A channel (<c>C…</c>, <c>G…</c>) or a direct message (<c>D…</c>).</summary>
internal readonly partial record struct SlackChannelId
{
    private readonly string? _value;

    private SlackChannelId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty SlackChannelId names nothing.");

    public static bool TryParse([NotNullWhen(true)] string? text, out SlackChannelId id)
    {
        var valid = text is not null && Shape().IsMatch(text);
        id = valid ? new(text!) : default;
        return valid;
    }

    public static SlackChannelId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a SlackChannelId.");

    public override string ToString() => Value;

    [GeneratedRegex(@"^[CGD][A-Z0-9]{1,31}\z")]
    private static partial Regex Shape();
}
