using System.Collections.Immutable;

namespace Onbehalf.Sources;

/// <summary>SQL text written by a model: untrusted, and never joined with other text outside a source's guard.</summary>
public readonly record struct ModelSql(string Text)
{
    public ImmutableArray<BoundValue> Values { get; init; } = [];
}
