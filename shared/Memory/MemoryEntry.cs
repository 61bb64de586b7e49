using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Memory;

/// <summary>
/// A memory entry of one person. <paramref name="Evidence"/> is the evidence of the context in which the words were written, and
/// <paramref name="TextAuthors"/> has the other authors of that context. Both are empty for an entry that the person typed.
/// </summary>
public sealed record MemoryEntry(
    MemoryId Id, string Text, DateTimeOffset At, MemoryOrigin From, ImmutableArray<EvidencePiece> Evidence, ImmutableArray<TextAuthor> TextAuthors)
{
    public override string ToString() => $"MemoryEntry({Id})";
}

public enum MemoryOrigin
{
    Agent,
    Hand,
}
