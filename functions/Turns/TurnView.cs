using Onbehalf.Functions.Threads;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Turns;
using Onbehalf.Visibility;

namespace Onbehalf.Functions.Turns;

/// <summary>Builds the response bodies of a turn, for its speaker and for other members.</summary>
public sealed class TurnView(VisibleCards cards, MessageStore messages, AnswerVisibility visibility)
{
    private const string Running = "running";
    private const string Ended = "completed";

    /// <summary>
    /// Returns only whether the turn runs or has ended. Its outcome and a pending confirmation can depend on data that other members may not see.
    /// They learn the outcome from the reply, if they may see it.
    /// </summary>
    internal static TurnBody ForOthers(TurnSteps found) =>
        Outline(found) with { Status = found.Status is TurnStatus.Running or TurnStatus.Waiting ? Running : Ended };

    internal static TurnBody Outline(TurnSteps found) => new(found.Turn.Id.Value, Status(found), PersonBody.Of(found.Turn.Speaker));

    internal async Task<TurnBody> ForSpeakerAsync(Authority speaker, TurnSteps found, CancellationToken cancellation)
    {
        var steps = await cards.StepsAsync(speaker, found, cancellation);
        var refusal = found.Turn.Refusal is { } sentence
            ? new RefusalBody(found.Turn.RefusalCode ?? found.Turn.Status.ToString().ToLowerInvariant(), sentence)
            : null;
        var reply = await ReplyAsync(speaker, found.Turn, cancellation);
        return Outline(found) with { StartedAt = found.Turn.StartedAt, Steps = steps, Reply = reply, Refusal = refusal };
    }

    private async Task<TurnReplyBody?> ReplyAsync(Authority speaker, TurnState turn, CancellationToken cancellation)
    {
        if (turn.Reply is not { } id || await messages.FindAsync(id, cancellation) is not { } message)
            return null;
        return await visibility.OfAsync(speaker, message, cancellation) switch
        {
            VisibleMessage.Open open => new(id.Value, open.Reply.Text),
            _ => new(id.Value, null),
        };
    }

    private static string Status(TurnSteps found) => found.Status.ToString().ToLowerInvariant();
}

internal sealed record TurnBody(
    string Id,
    string Status,
    PersonBody Speaker,
    DateTimeOffset? StartedAt = null,
    IReadOnlyList<WireStep>? Steps = null,
    TurnReplyBody? Reply = null,
    RefusalBody? Refusal = null);

public sealed record TurnReplyBody(string MessageId, string? Text);

public sealed record RefusalBody(string Code, string Reason);
