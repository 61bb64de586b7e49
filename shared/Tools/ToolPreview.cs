using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Tools;

/// <summary>
/// The result of a preview: a complete card, or a refusal that the model may read. <see cref="ConfirmationCard.Digest"/> covers key, old values, new
/// values, target and audience. If it differs at execution, the person is asked again.
/// </summary>
public abstract record ToolPreview
{
    private ToolPreview()
    {
    }

    public sealed record Ready(ConfirmationCard Card) : ToolPreview
    {
        /// <summary>The data that was read for the card, such as old values. The card is shown only to somebody who may still read it.</summary>
        public ImmutableArray<Touched> Shows { get; init; } = [];
    }

    public sealed record Refused(ToolResult Result) : ToolPreview;
}

/// <summary>
/// The card that a person reads before a confirmation. Values are shown in full. Invisible and bidirectional characters are made visible.
/// </summary>
public sealed record ConfirmationCard(
    string Title, string Target, string Audience, ImmutableArray<CardField> Fields, ImmutableArray<TextAuthor> TextAuthors, string Digest);

public sealed record CardField(string Name, string? OldValue, string? NewValue);
