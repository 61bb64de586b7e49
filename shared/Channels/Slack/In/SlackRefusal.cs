namespace Onbehalf.Channels.Slack.In;

/// <summary>The reason why a message is refused.</summary>
internal enum SlackRefusal
{
    /// <summary>The text has nothing but a mention.</summary>
    Empty,

    TooLong,

    /// <summary>The channel is shared with another organisation (Slack Connect).</summary>
    SharedChannel,

    /// <summary>A group direct message. The app cannot list its members.</summary>
    GroupMessage,
}
