using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Onbehalf.Channels.Slack;

/// <summary>A workspace (<c>T…</c>) or an Enterprise Grid organisation (<c>E…</c>).</summary>
internal readonly partial record struct SlackTeamId
{
    private readonly string? _value;

    private SlackTeamId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty SlackTeamId names nothing.");

    /// <summary>True for an Enterprise Grid organisation with all its workspaces.</summary>
    public bool IsOrganisation => Value[0] == 'E';

    public static bool TryParse([NotNullWhen(true)] string? text, out SlackTeamId id)
    {
        var valid = text is not null && Shape().IsMatch(text);
        id = valid ? new(text!) : default;
        return valid;
    }

    public static SlackTeamId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a SlackTeamId.");

    public override string ToString() => Value;

    [GeneratedRegex(@"^[TE][A-Z0-9]{1,31}\z")]
    private static partial Regex Shape();
}
