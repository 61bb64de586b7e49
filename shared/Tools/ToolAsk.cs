using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Tools;

/// <summary>The result of drawing a card.</summary>
public abstract record ToolAsk
{
    private ToolAsk()
    {
    }

    /// <summary>Adds the data that was read for the card of a question.</summary>
    internal ToolAsk WithShown(ImmutableArray<Touched> shows) => this is Ask ask ? ask with { Shows = shows } : this;

    /// <summary>The person must confirm the card.</summary>
    public sealed record Ask(ConfirmationCard Card) : ToolAsk
    {
        /// <summary>
        /// Whether the card shows only the request of a departure. The tool's own card follows when this one is confirmed, with its digest as
        /// <see cref="ToolRequest.AgreedToSend"/>.
        /// </summary>
        public bool IsBeforePreview { get; init; }

        /// <summary>The data that was read for the card.</summary>
        public ImmutableArray<Touched> Shows { get; init; } = [];
    }

    /// <summary>The standing consent <paramref name="Consent"/> covers the card, and this call has taken one of its uses.</summary>
    public sealed record Agreed(ConfirmationCard Card, string Consent) : ToolAsk;

    /// <summary>Nothing needs a confirmation. The reason is stored as the call's result.</summary>
    public sealed record Settled : ToolAsk;

    /// <summary>The run may not continue.</summary>
    public sealed record Held : ToolAsk;
}
