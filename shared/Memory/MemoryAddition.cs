namespace Onbehalf.Memory;

/// <summary>The result of adding an entry.</summary>
public abstract record MemoryAddition
{
    private MemoryAddition()
    {
    }

    public sealed record Stored(MemoryEntry Entry) : MemoryAddition;

    public sealed record Full(int Entries) : MemoryAddition;

    /// <summary>Its evidence is too large to be stored, so the entry is not stored either.</summary>
    public sealed record TooMuchEvidence : MemoryAddition;
}
