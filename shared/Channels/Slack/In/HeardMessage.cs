using Onbehalf.Ids;

namespace Onbehalf.Channels.Slack.In;

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
