namespace Onbehalf.Channels.Slack.In;

/// <summary>What a verified request of Slack tells. Only <see cref="SlackEvents"/> makes one.</summary>
internal abstract record VerifiedSlackEvent
{
    private VerifiedSlackEvent()
    {
    }

    /// <summary>Slack proves the address of the endpoint; it wants the text back.</summary>
    public sealed record Challenge(string Text) : VerifiedSlackEvent
    {
        public override string ToString() => nameof(Challenge);
    }

    /// <summary>A person wrote something. Whether anybody answers is decided by what it addresses.</summary>
    public sealed record Said(string EventId, SlackMessage Message) : VerifiedSlackEvent;

    /// <summary>A person wrote to the agent where it does not answer; they alone are told why.</summary>
    public sealed record Unanswerable(string EventId, SlackMessage Message, SlackRefusal Why) : VerifiedSlackEvent;

    /// <summary>A person pressed Stop.</summary>
    public sealed record Stopped(string EventId, SlackTeamId Team, SlackUserId User, SlackChannelId Channel, SlackTs Root) : VerifiedSlackEvent;

    /// <summary>A person opened the pane of a card.</summary>
    public sealed record DetailsRequested(SlackTeamId Team, SlackUserId User, string Trigger, string Reference) : VerifiedSlackEvent;

    /// <summary>Accounts ended, or became guests, or their sign-ins were revoked: their links end.</summary>
    public sealed record UsersGone(string EventId, SlackTeamId Team, IReadOnlyList<SlackUserId> Users, string Reason) : VerifiedSlackEvent;

    /// <summary>The app was removed or its token revoked: all links end.</summary>
    public sealed record AppGone(string EventId, SlackTeamId Team, string Reason) : VerifiedSlackEvent;

    /// <summary>Who is in a channel changed, or what kind of channel it is.</summary>
    public sealed record ChannelChanged(string EventId, SlackTeamId Team, SlackChannelId Channel, bool MayHaveLeft) : VerifiedSlackEvent;

    /// <summary>Nothing for the agent. <paramref name="Why"/> is a slug of ours.</summary>
    public sealed record Ignored(string Why) : VerifiedSlackEvent;
}
