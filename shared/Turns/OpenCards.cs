using Onbehalf.Identity;
using Onbehalf.Visibility;

namespace Onbehalf.Turns;

/// <summary>Finds the open question of a step, if the speaker may still see what its card shows.</summary>
public sealed class OpenCards(TurnStore turns, AnswerVisibility visibility)
{
    public async Task<PendingConfirmation?> FindAsync(Authority speaker, TurnState turn, TurnStep step, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(step);
        return step.Status is StepStatus.Waiting
            && (await turns.FindConfirmationAsync(turn, step.CallId, cancellation))?.Pending is { } pending
            && await IsOpenAsync(speaker, pending, cancellation)
            ? pending
            : null;
    }

    internal async Task<bool> IsOpenAsync(Authority speaker, PendingConfirmation pending, CancellationToken cancellation) =>
        (await visibility.AreOpenAsync(speaker, [pending.Evidence], cancellation))[0];
}
