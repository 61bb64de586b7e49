using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Tools;

/// <summary>
/// The outcome of previewing a side effect: a complete card, or a refusal the model may read. <see cref="Card.Digest"/> covers key, old
/// values, new values, target and audience: when it differs at execution, the person is asked again.
/// </summary>
public abstract record ToolPreview
{
    private ToolPreview()
    {
    }

    public sealed record Ready(ConfirmationCard Card) : ToolPreview;

    public sealed record Refused(ToolResult Result) : ToolPreview;
}

/// <summary>What a person reads before saying yes. Values are shown whole; invisible and bidirectional characters are made visible.</summary>
public sealed record ConfirmationCard(string Title, string Target, string Audience, ImmutableArray<CardField> Fields, ImmutableArray<TextAuthor> TextAuthors, string Digest);

public sealed record CardField(string Name, string? OldValue, string? NewValue);
