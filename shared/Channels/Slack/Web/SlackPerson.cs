namespace Onbehalf.Channels.Slack.Web;

/// <summary>A user as <c>users.info</c> describes them. Guests, bots, strangers from another workspace and deactivated users may not act.</summary>
internal sealed record SlackPerson(SlackUserId Id, SlackTeamId? Team, string Name)
{
    public bool IsBot { get; init; }

    public bool IsDeleted { get; init; }

    /// <summary>A single-channel or multi-channel guest.</summary>
    public bool IsGuest { get; init; }

    /// <summary>From another workspace, through a shared channel.</summary>
    public bool IsStranger { get; init; }

    /// <summary>
    /// An owner of the workspace, or an owner or admin of the organisation. They can sign in with an e-mail address and a password although
    /// single sign-on is required. True when Slack does not say otherwise.
    /// </summary>
    public bool IsOwner { get; init; }

    /// <summary>The organisation of their workspace.</summary>
    public SlackTeamId? Enterprise { get; init; }

    /// <summary>
    /// Returns whether the user belongs to the workspace or organisation. This check is needed because Slack does not report a user as a
    /// stranger when they share a channel with the workspace.
    /// </summary>
    public bool IsOf(SlackTeamId team) => Team == team || Enterprise == team;

    public bool MayAct => !IsBot && !IsDeleted && !IsGuest && !IsStranger;
}
