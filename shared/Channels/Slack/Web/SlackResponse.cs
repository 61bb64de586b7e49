namespace Onbehalf.Channels.Slack.Web;

/// <summary>How a <c>response_url</c> changes the message whose button was clicked.</summary>
internal abstract record SlackResponse
{
    private SlackResponse()
    {
    }

    public sealed record Replace(SlackPost Message) : SlackResponse;

    public sealed record Delete : SlackResponse;

    /// <summary>A further message that only the clicker sees.</summary>
    public sealed record Whisper(SlackPost Message) : SlackResponse;
}
