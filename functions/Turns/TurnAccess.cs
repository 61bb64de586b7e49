using Onbehalf.Agent;
using Onbehalf.Identity;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Turns;

/// <summary>A turn is reached through its thread: an id alone is worth nothing.</summary>
public sealed class TurnAccess(ThreadStore threads, TurnStore turns)
{
    /// <summary>Null for a turn that is not there and for one in somebody else's thread alike.</summary>
    public async Task<TurnSteps?> OfMemberAsync(Caller caller, string id, CancellationToken cancellation)
    {
        if (!TurnId.TryParse(id, out var turnId)
            || await threads.FindForMemberAsync(caller.Subject.Id, turnId.Thread, cancellation) is not { } thread
            || !thread.Me.MayRead(turnId.Asking))
            return null;
        return await turns.WithStepsAsync(turnId, cancellation);
    }

    public async Task<TurnSteps?> OfSpeakerAsync(Caller caller, string id, CancellationToken cancellation) =>
        await OfMemberAsync(caller, id, cancellation) is { } found && found.Turn.Speaker.Id == caller.Subject.Id ? found : null;
}
