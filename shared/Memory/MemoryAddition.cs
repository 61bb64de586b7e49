namespace Onbehalf.Memory;

/// <summary>What came of adding an entry.</summary>
public abstract record MemoryAddition
{
    private MemoryAddition()
    {
    }

    public sealed record Stored(MemoryEntry Entry) : MemoryAddition;

    public sealed record Full(int Entries) : MemoryAddition;

    /// <summary>It rests on more than can be kept with it, and it is not kept without.</summary>
    public sealed record TooMuchEvidence : MemoryAddition;
}
