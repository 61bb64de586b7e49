using System.Collections.Immutable;
using Onbehalf.Evidence;

namespace Onbehalf.Memory;

/// <summary>
/// What is remembered for one person. <paramref name="Evidence"/> is what the context rested on in which the words were written, and
/// <paramref name="TextAuthors"/> everyone else whose words were there; both are empty for what the person typed as an entry themselves.
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
