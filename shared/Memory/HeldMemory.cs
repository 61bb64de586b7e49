namespace Onbehalf.Memory;

/// <summary>An entry as its person may see it now.</summary>
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

    /// <summary>It rests on what its person may not see any more, or its key is gone.</summary>
    public sealed record Locked(MemoryId Id, DateTimeOffset At) : HeldMemory(Id, At);
}
