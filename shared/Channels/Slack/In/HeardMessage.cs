using Onbehalf.Ids;

namespace Onbehalf.Channels.Slack.In;

/// <summary>A message that is to be answered, or added to a conversation.</summary>
/// <param name="Origin">Of this app, as it was reached: where links lead.</param>
/// <param name="Refusal">Why the answer is only a refusal.</param>
internal sealed record HeardMessage(SlackMessage Message, Uri Origin, SlackRefusal? Refusal)
{
    /// <summary>It is in its thread, or was refused; its text is here no more.</summary>
    public bool IsEntered { get; init; }

    public TurnId? Turn { get; init; }

    /// <summary>Written in a conversation, and not to the agent: it is added without a turn.</summary>
    public bool IsAside { get; init; }

    /// <summary>Its answer goes to its asker's direct messages, and was begun there.</summary>
    public bool IsDirectOnly { get; init; }
}
