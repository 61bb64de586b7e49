namespace Onbehalf.Channels.Slack.Web;

/// <summary>The content of a Work Object's pane for the person who opened it.</summary>
internal abstract record SlackPane
{
    private SlackPane()
    {
    }

    public sealed record Shown(SlackEntity Entity) : SlackPane;

    public sealed record SignIn(Uri Address) : SlackPane;

    public sealed record Refusal(string Title, string Message) : SlackPane;
}
