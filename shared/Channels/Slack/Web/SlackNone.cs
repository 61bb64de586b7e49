namespace Onbehalf.Channels.Slack.Web;

/// <summary>The value of a call without a result.</summary>
internal readonly record struct SlackNone;
