namespace Onbehalf.Channels.Slack.Web;

/// <summary>Somebody as <c>users.info</c> describes them. A guest, a bot, a stranger from another workspace and a deactivated person never act.</summary>
internal sealed record SlackPerson(SlackUserId Id, SlackTeamId? Team, string Name)
{
    public bool IsBot { get; init; }

    public bool IsDeleted { get; init; }

    /// <summary>A single-channel or multi-channel guest.</summary>
    public bool IsGuest { get; init; }

    /// <summary>From another workspace, through a shared channel.</summary>
    public bool IsStranger { get; init; }

    /// <summary>The organisation that their workspace is part of.</summary>
    public SlackTeamId? Enterprise { get; init; }

    /// <summary>Of the workspace, or of the organisation. Slack calls nobody a stranger who shares a channel with somebody there.</summary>
    public bool IsOf(SlackTeamId team) => Team == team || Enterprise == team;

    public bool MayAct => !IsBot && !IsDeleted && !IsGuest && !IsStranger;
}
