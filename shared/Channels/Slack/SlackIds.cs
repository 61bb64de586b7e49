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

/// <summary>The place of a message: a channel of a team and, in a thread, the thread's first message.</summary>
internal readonly record struct SlackPlace(SlackTeamId Team, SlackChannelId Channel, SlackTs? Thread = null);

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
