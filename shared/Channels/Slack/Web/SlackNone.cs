namespace Onbehalf.Channels.Slack.Web;

/// <summary>The value of a call that only succeeds or fails.</summary>
internal readonly record struct SlackNone;
