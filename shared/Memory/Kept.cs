namespace Onbehalf.Memory;

/// <summary>What came of adding an entry.</summary>
public abstract record Kept
{
    private Kept()
    {
    }

    public sealed record Stored(MemoryEntry Entry) : Kept;

    public sealed record Full(int Entries) : Kept;

    /// <summary>It rests on more than can be kept with it, and it is not kept without.</summary>
    public sealed record RestsOnTooMuch : Kept;
}
