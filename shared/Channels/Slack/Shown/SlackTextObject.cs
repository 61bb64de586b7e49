namespace Onbehalf.Channels.Slack.Shown;

/// <summary>A text object of Block Kit. Of <c>mrkdwn</c>, the maker escapes what is not its own.</summary>
internal sealed record SlackTextObject
{
    private SlackTextObject(string type, string text) => (Type, Text) = (type, text);

    public string Type { get; }

    public string Text { get; }

    /// <summary>False on plain text: a colon stays a colon.</summary>
    public bool? Emoji { get; private init; }

    /// <summary>True on mrkdwn: names of channels and people in it are not looked up.</summary>
    public bool? Verbatim { get; private init; }

    public static SlackTextObject Plain(string text) => new("plain_text", text) { Emoji = false };

    public static SlackTextObject Mrkdwn(string text) => new("mrkdwn", text) { Verbatim = true };
}
