using Onbehalf.Identity;
using Onbehalf.Visibility;

namespace Onbehalf.Turns;

/// <summary>Decides whether a speaker may still see the card of a step that waits for them.</summary>
public sealed class VisibleCards(TurnStore turns, AnswerVisibility visibility)
{
    /// <summary>Returns the steps of a turn, with the cards that its speaker may see.</summary>
    public async Task<IReadOnlyList<WireStep>> StepsAsync(Authority speaker, TurnSteps found, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(found);
        var steps = new List<WireStep>();
        foreach (var step in found.Steps)
            steps.Add(WireStep.Of(found.Turn.Id, step, await FindAsync(speaker, found.Turn, step, cancellation)));
        return steps;
    }

    internal Task<bool> IsOpenAsync(Authority speaker, PendingConfirmation pending, CancellationToken cancellation) =>
        visibility.IsOpenAsync(speaker, pending.Evidence, cancellation);

    private async Task<PendingConfirmation?> FindAsync(Authority speaker, TurnState turn, TurnStep step, CancellationToken cancellation) =>
        step.Status is StepStatus.Waiting
        && (await turns.FindConfirmationAsync(turn, step.CallId, cancellation))?.Pending is { } pending
        && await IsOpenAsync(speaker, pending, cancellation)
            ? pending
            : null;
}
