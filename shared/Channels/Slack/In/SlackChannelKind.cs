namespace Onbehalf.Channels.Slack.In;

internal enum SlackChannelKind
{
    Channel,

    /// <summary>Between a person and the app.</summary>
    Direct,
}
