namespace Onbehalf.Tools;

/// <summary>What came of drawing a side effect's card.</summary>
public abstract record ToolAsk
{
    private ToolAsk()
    {
    }

    /// <summary>The person is to be asked.</summary>
    public sealed record Ask(ConfirmationCard Card) : ToolAsk;

    /// <summary>The person said yes in advance: <paramref name="Consent"/> covers this card wholly, and one of its uses is this call's.</summary>
    public sealed record Agreed(ConfirmationCard Card, string Consent) : ToolAsk;

    /// <summary>There is nothing to confirm; why is kept as the call's result.</summary>
    public sealed record Settled : ToolAsk;

    /// <summary>The run itself may not go on.</summary>
    public sealed record Held : ToolAsk;
}
