namespace Onbehalf.Channels.Slack.Web;

/// <summary>What the pane of a Work Object shows to the one person who opened it.</summary>
internal abstract record SlackPane
{
    private SlackPane()
    {
    }

    public sealed record Shown(SlackEntity Entity) : SlackPane;

    public sealed record SignIn(Uri Address) : SlackPane;

    public sealed record Refusal(string Title, string Message) : SlackPane;
}
