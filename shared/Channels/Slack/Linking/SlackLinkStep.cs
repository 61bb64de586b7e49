namespace Onbehalf.Channels.Slack.Linking;

/// <summary>The next step of the browser. Cookies are already on the response.</summary>
public abstract record SlackLinkStep
{
    private SlackLinkStep()
    {
    }

    public sealed record GoToSlack(Uri Address) : SlackLinkStep;

    /// <summary>A fresh sign-in at the person's identity provider, started from a page of this origin.</summary>
    public sealed record SignIn(string Path) : SlackLinkStep;

    /// <summary>Both identities are proven. The person has to confirm the link.</summary>
    /// <param name="Shown">Identifies both, so that the click confirms the identities on the page.</param>
    public sealed record Confirm(string SlackName, string Workspace, string Person, string Provider, string Shown) : SlackLinkStep;

    public sealed record Linked(string SlackName, string Person) : SlackLinkStep
    {
        /// <summary>The message that waited for the link; null when there is none.</summary>
        internal (SlackPlace Place, SlackTs Ts)? Asked { get; init; }

        public bool GoesOn => Asked is not null;
    }

    public sealed record Refused(string Reason) : SlackLinkStep;

    /// <summary>The deployment has no Slack.</summary>
    public sealed record Off : SlackLinkStep;
}
