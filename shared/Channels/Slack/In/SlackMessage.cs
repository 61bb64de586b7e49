namespace Onbehalf.Channels.Slack.In;

/// <summary>What a person of the workspace wrote, by a verified request. Its speaker is the envelope's user, whatever the text says.</summary>
/// <param name="Team">Of the installation, so that all workspaces of an organisation are one.</param>
/// <param name="Root">The first message of its Slack thread; its own time where it begins one.</param>
internal sealed record SlackMessage(SlackTeamId Team, SlackUserId User, SlackChannelId Channel, SlackTs Ts, SlackTs Root, SlackChannelKind Kind, SlackText Text)
{
    /// <summary>Written to the agent: in a direct message everything is.</summary>
    public bool IsAddressed => Kind is SlackChannelKind.Direct || Text.NamesAgent;

    public override string ToString() => $"SlackMessage({Channel} {Ts})";
}
