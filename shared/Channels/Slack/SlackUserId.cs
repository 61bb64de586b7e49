using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Onbehalf.Channels.Slack;

/// <summary>
/// A person or a bot in a workspace (<c>U…</c>) or an organisation (<c>W…</c>). The same id in two teams identifies two different users.
/// </summary>
internal readonly partial record struct SlackUserId
{
    private readonly string? _value;

    private SlackUserId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty SlackUserId names nothing.");

    public static bool TryParse([NotNullWhen(true)] string? text, out SlackUserId id)
    {
        var valid = text is not null && Shape().IsMatch(text);
        id = valid ? new(text!) : default;
        return valid;
    }

    public static SlackUserId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a SlackUserId.");

    public override string ToString() => Value;

    [GeneratedRegex(@"^[UW][A-Z0-9]{1,31}\z")]
    private static partial Regex Shape();
}
