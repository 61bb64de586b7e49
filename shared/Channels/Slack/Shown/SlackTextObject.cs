namespace Onbehalf.Channels.Slack.Shown;

/// <summary>A text object of Block Kit. For <c>mrkdwn</c>, the caller escapes foreign text.</summary>
internal sealed record SlackTextObject
{
    private SlackTextObject(string type, string text) => (Type, Text) = (type, text);

    public string Type { get; }

    public string Text { get; }

    /// <summary>False for plain text, so that colons are not read as emoji.</summary>
    public bool? Emoji { get; private init; }

    /// <summary>True for mrkdwn, so that names of channels and people are not linked.</summary>
    public bool? Verbatim { get; private init; }

    public static SlackTextObject Plain(string text) => new("plain_text", text) { Emoji = false };

    public static SlackTextObject Mrkdwn(string text) => new("mrkdwn", text) { Verbatim = true };
}
