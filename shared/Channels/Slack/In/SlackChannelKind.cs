namespace Onbehalf.Channels.Slack.In;

internal enum SlackChannelKind
{
    Channel,

    /// <summary>The direct messages of a person with the app.</summary>
    Direct,
}
