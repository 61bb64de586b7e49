namespace Onbehalf.Channels.Slack.In;

/// <summary>A message of a workspace user from a verified request. The speaker is the user of the envelope, independent of the text.</summary>
/// <param name="Team">The team of the installation, the same for all workspaces of an organisation.</param>
/// <param name="Root">The first message of its Slack thread. Equal to <paramref name="Ts"/> for a message that starts a thread.</param>
internal sealed record SlackMessage(SlackTeamId Team, SlackUserId User, SlackChannelId Channel, SlackTs Ts, SlackTs Root, SlackChannelKind Kind, SlackText Text)
{
    /// <summary>True for a message to the agent. Every direct message is one.</summary>
    public bool IsAddressed => Kind is SlackChannelKind.Direct || Text.NamesAgent;

    public override string ToString() => $"SlackMessage({Channel} {Ts})";
}
