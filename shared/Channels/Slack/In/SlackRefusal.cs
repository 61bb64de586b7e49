namespace Onbehalf.Channels.Slack.In;

/// <summary>Why a person's message is not answered.</summary>
internal enum SlackRefusal
{
    /// <summary>Nothing but a mention.</summary>
    Empty,

    TooLong,

    /// <summary>Another organisation reads the channel too (Slack Connect).</summary>
    SharedChannel,

    /// <summary>A direct message between several people: the app sees no members of it.</summary>
    GroupMessage,
}
