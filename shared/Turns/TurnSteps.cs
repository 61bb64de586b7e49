namespace Onbehalf.Turns;

public sealed record TurnSteps(TurnState Turn, IReadOnlyList<TurnStep> Steps)
{
    /// <summary>A running turn with a call that waits for its speaker is waiting.</summary>
    public TurnStatus Status => Turn.Status is TurnStatus.Running && Steps.Any(static step => step.Status is StepStatus.Waiting) ? TurnStatus.Waiting : Turn.Status;
}
