using Onbehalf.Channels.Slack.In;
using Onbehalf.Channels.Slack.Web;
using Onbehalf.Turns;

namespace Onbehalf.Channels.Slack.Threads;

/// <summary>The result of a click on a card's button.</summary>
/// <param name="Words">The note for the person who clicked.</param>
internal sealed record SlackDecision(string Words)
{
    /// <summary>The card to replace with the note; null when the card stays valid or belongs to another person.</summary>
    public SlackPostKey? Card { get; init; }

    /// <summary>The turn whose call is decided, the message that it answers, and the call; null when the click has not decided.</summary>
    public (TurnState State, SlackMessage Asked, string CallId)? Turn { get; init; }
}
