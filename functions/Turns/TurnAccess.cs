using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;
using Onbehalf.Turns;

namespace Onbehalf.Functions.Turns;

/// <summary>Finds turns for members of their thread. A turn id alone grants no access.</summary>
public sealed class TurnAccess(ThreadStore threads, MessageStore messages, TurnStore turns)
{
    /// <summary>Returns null for an unknown turn and for one in a thread that the caller cannot read.</summary>
    public async Task<TurnSteps?> OfMemberAsync(Caller caller, string id, CancellationToken cancellation)
    {
        if (!TurnId.TryParse(id, out var turnId)
            || await threads.FindForMemberAsync(caller.Subject.Id, turnId.Thread, cancellation) is not { } thread
            || !thread.Me.MayRead(turnId.Asking))
            return null;
        return await turns.WithStepsAsync(turnId, cancellation) ?? await NotBegunAsync(turnId, cancellation);
    }

    /// <summary>Returns a turn whose first step is not stored yet. Its message contains the speaker.</summary>
    private async Task<TurnSteps?> NotBegunAsync(TurnId id, CancellationToken cancellation) =>
        await messages.FindAskingAsync(id, cancellation) is { } asking
            ? new(new TurnState(id, id.Thread, asking.Id, asking.AskedBy, TurnStatus.Running, asking.At), [])
            : null;

    public async Task<TurnSteps?> OfSpeakerAsync(Caller caller, string id, CancellationToken cancellation) =>
        await OfMemberAsync(caller, id, cancellation) is { } found && found.Turn.Speaker.Id == caller.Subject.Id ? found : null;
}
