namespace Onbehalf.Automations.Runs;

/// <summary>What woke an automation, once. Two wakings with the same <paramref name="Key"/> are one run.</summary>
/// <param name="Key">The due time, or the event's own id.</param>
/// <param name="Payload">The text of the event, at most <see cref="MaxText"/> characters: untrusted text,
/// stored sealed. It enters the run as information, never as an instruction.</param>
public sealed record Occasion(string Key, OccasionKind Kind, DateTimeOffset At, string? Payload)
{
    /// <summary>Bytes of an event's body.</summary>
    public const int MaxPayload = 64 * 1024;

    /// <summary>Characters: the body, and lines that name the event.</summary>
    public const int MaxText = MaxPayload + 512;

    public override string ToString() => $"Occasion({Kind}, {At:O})";
}
