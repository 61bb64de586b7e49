using Onbehalf.Ids;

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

/// <summary>A Slack message to answer, or to add to a conversation.</summary>
/// <param name="Origin">The origin of this app, as the request reached it. Links use it.</param>
/// <param name="Refusal">The reason when the message is refused; null otherwise.</param>
internal sealed record HeardMessage(SlackMessage Message, Uri Origin, SlackRefusal? Refusal)
{
    /// <summary>True when it was added to its thread or refused. Its text is then deleted here.</summary>
    public bool IsEntered { get; init; }

    public TurnId? Turn { get; init; }

    /// <summary>A message to people in a conversation. It is added without a turn.</summary>
    public bool IsAside { get; init; }

    /// <summary>The delivery of its answer to the asker's direct messages has started.</summary>
    public bool IsDirectOnly { get; init; }
}

internal enum SlackChannelKind
{
    Channel,

    /// <summary>The direct messages of a person with the app.</summary>
    Direct,
}

/// <summary>The reason why a message is refused.</summary>
internal enum SlackRefusal
{
    /// <summary>The text has nothing but a mention.</summary>
    Empty,

    TooLong,

    /// <summary>The channel is shared with another organisation (Slack Connect).</summary>
    SharedChannel,

    /// <summary>A group direct message. The app cannot list its members.</summary>
    GroupMessage,
}

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
