namespace Onbehalf.Channels.Slack;

/// <summary>The Slack workspace of the deployment, if it has one.</summary>
public sealed class SlackSwitch
{
    internal SlackSwitch(SlackWorkspace? workspace) => Workspace = workspace;

    public bool IsOn => Workspace is not null;

    internal SlackWorkspace? Workspace { get; }

    internal SlackWorkspace Required => Workspace ?? throw new InvalidOperationException("This deployment has no Slack.");
}
