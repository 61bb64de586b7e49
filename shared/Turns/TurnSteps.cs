namespace Onbehalf.Turns;

public sealed record TurnSteps(TurnState Turn, IReadOnlyList<TurnStep> Steps)
{
    /// <summary>The status of the turn. A running turn is waiting if one of its calls waits for its speaker.</summary>
    public TurnStatus Status =>
        Turn.Status is TurnStatus.Running && Steps.Any(static step => step.Status is StepStatus.Waiting) ? TurnStatus.Waiting : Turn.Status;
}
