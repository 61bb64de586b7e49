using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Functions.Turns;

/// <summary>A turn is reached through its thread: an id alone is worth nothing.</summary>
public sealed class TurnAccess(ThreadStore threads, MessageStore messages, TurnStore turns)
{
    /// <summary>Null for a turn that is not there and for one in somebody else's thread alike.</summary>
    public async Task<TurnSteps?> OfMemberAsync(Caller caller, string id, CancellationToken cancellation)
    {
        if (!TurnId.TryParse(id, out var turnId)
            || await threads.FindForMemberAsync(caller.Subject.Id, turnId.Thread, cancellation) is not { } thread
            || !thread.Me.MayRead(turnId.Asking))
            return null;
        return await turns.WithStepsAsync(turnId, cancellation) ?? await NotBegunAsync(turnId, cancellation);
    }

    /// <summary>Between the 202 and the turn's first step only the message is there: it names the speaker.</summary>
    private async Task<TurnSteps?> NotBegunAsync(TurnId id, CancellationToken cancellation) =>
        await messages.FindAskingAsync(id, cancellation) is { } asking
            ? new(new TurnState(id, id.Thread, asking.Id, asking.AskedBy, TurnStatus.Running, asking.At), [])
            : null;

    public async Task<TurnSteps?> OfSpeakerAsync(Caller caller, string id, CancellationToken cancellation) =>
        await OfMemberAsync(caller, id, cancellation) is { } found && found.Turn.Speaker.Id == caller.Subject.Id ? found : null;
}
