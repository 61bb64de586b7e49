namespace Onbehalf.Memory;

/// <summary>A memory entry as its person may see it now.</summary>
public abstract record HeldMemory
{
    private HeldMemory(MemoryId id, DateTimeOffset at)
    {
        Id = id;
        At = at;
    }

    public MemoryId Id { get; }

    public DateTimeOffset At { get; }

    public sealed record Open(MemoryEntry Entry) : HeldMemory(Entry.Id, Entry.At);

    /// <summary>The person lost access to the evidence of the entry, or its key was deleted.</summary>
    public sealed record Locked(MemoryId Id, DateTimeOffset At) : HeldMemory(Id, At);
}
