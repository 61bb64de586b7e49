using Onbehalf.Evidence;
using Onbehalf.Memory;

namespace Onbehalf.Functions.Memory;

/// <summary>An entry of the caller's memory. A locked entry shows only its existence and its time.</summary>
internal sealed record MemoryBody(MemoryId Id, DateTimeOffset At, string Visibility)
{
    public string? Text { get; init; }

    public MemoryOrigin? From { get; init; }

    /// <summary>The evidence of the entry. The sources behind a shared answer are omitted, because its readers see the frozen bytes only.</summary>
    public IReadOnlyList<Touched>? Touched { get; init; }

    public static MemoryBody Of(HeldMemory held) => held switch
    {
        HeldMemory.Open { Entry: var entry } => Of(entry),
        HeldMemory.Locked locked => new(locked.Id, locked.At, "locked"),
        _ => throw new InvalidOperationException(held.GetType().Name),
    };

    public static MemoryBody Of(MemoryEntry entry) => new(entry.Id, entry.At, "open")
    {
        Text = entry.Text,
        From = entry.From,
        Touched = Evidence.Touched.Union(entry.Evidence.Where(static piece => piece.Share is null).SelectMany(static piece => piece.Touched)),
    };
}
