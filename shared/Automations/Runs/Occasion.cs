namespace Onbehalf.Automations.Runs;

/// <summary>What woke an automation, once. Two wakings with the same <paramref name="Key"/> are one run.</summary>
/// <param name="Key">The due time, or the event's own id.</param>
/// <param name="Payload">The raw text of the event, at most 64 KiB: a stranger's words. Rests sealed, enters the run as information, never as an instruction.</param>
public sealed record Occasion(string Key, OccasionKind Kind, DateTimeOffset At, string? Payload)
{
    public const int MaxPayload = 64 * 1024;

    public override string ToString() => $"Occasion({Kind}, {At:O})";
}
