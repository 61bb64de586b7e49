using System.Collections.Immutable;

namespace Onbehalf.Sources;

/// <summary>Model-written SQL text. It is untrusted, and combined with other text only inside a source's guard.</summary>
public readonly record struct ModelSql(string Text)
{
    public ImmutableArray<BoundValue> Values { get; init; } = [];
}
