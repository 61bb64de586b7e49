namespace Onbehalf.Channels.Slack.In;

/// <summary>A verified event of Slack. Only <see cref="SlackEvents"/> creates one.</summary>
internal abstract record VerifiedSlackEvent
{
    private VerifiedSlackEvent()
    {
    }

    /// <summary>Slack verifies the endpoint's address. The response must contain the text.</summary>
    public sealed record Challenge(string Text) : VerifiedSlackEvent
    {
        public override string ToString() => nameof(Challenge);
    }

    /// <summary>A person wrote a message. Its addressee decides whether it is answered.</summary>
    public sealed record Said(string EventId, SlackMessage Message) : VerifiedSlackEvent;

    /// <summary>A person wrote to the agent in a place where it does not answer. Only this person gets the reason.</summary>
    public sealed record Unanswerable(string EventId, SlackMessage Message, SlackRefusal Why) : VerifiedSlackEvent;

    /// <summary>A person pressed Stop.</summary>
    public sealed record Stopped(string EventId, SlackTeamId Team, SlackUserId User, SlackChannelId Channel, SlackTs Root) : VerifiedSlackEvent;

    /// <summary>A person opened the pane of a card.</summary>
    public sealed record DetailsRequested(SlackTeamId Team, SlackUserId User, string Trigger, string Reference) : VerifiedSlackEvent;

    /// <summary>Accounts were deactivated, became guests, or had their sign-ins revoked. Their links end.</summary>
    public sealed record UsersGone(string EventId, SlackTeamId Team, IReadOnlyList<SlackUserId> Users, string Reason) : VerifiedSlackEvent;

    /// <summary>The app was removed or its token revoked: all links end.</summary>
    public sealed record AppGone(string EventId, SlackTeamId Team, string Reason) : VerifiedSlackEvent;

    /// <summary>The members or the type of a channel changed.</summary>
    public sealed record ChannelChanged(string EventId, SlackTeamId Team, SlackChannelId Channel, bool MayHaveLeft) : VerifiedSlackEvent;

    /// <summary>An event that is ignored. <paramref name="Why"/> is a slug of the app.</summary>
    public sealed record Ignored(string Why) : VerifiedSlackEvent;
}
