namespace Onbehalf.Channels.Slack.Linking;

/// <summary>What the browser is to do next. Cookies are already on the response.</summary>
public abstract record SlackLinkStep
{
    private SlackLinkStep()
    {
    }

    public sealed record GoToSlack(Uri Address) : SlackLinkStep;

    /// <summary>To the sign-in of the person's own provider, afresh, and from a page of ours.</summary>
    public sealed record SignIn(string Path) : SlackLinkStep;

    /// <summary>Both are proven: the person is to confirm that they belong together.</summary>
    /// <param name="Shown">Names both, so that the click is for who the page showed.</param>
    public sealed record Confirm(string SlackName, string Workspace, string Person, string Provider, string Shown) : SlackLinkStep;

    public sealed record Linked(string SlackName, string Person) : SlackLinkStep
    {
        /// <summary>The message that waited for it; null where none did.</summary>
        internal (SlackPlace Place, SlackTs Ts)? Asked { get; init; }

        public bool GoesOn => Asked is not null;
    }

    public sealed record Refused(string Reason) : SlackLinkStep;

    /// <summary>There is no Slack here.</summary>
    public sealed record Off : SlackLinkStep;
}
