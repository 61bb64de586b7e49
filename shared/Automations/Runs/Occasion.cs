namespace Onbehalf.Automations.Runs;

/// <summary>The cause of one run. Two occasions with the same <paramref name="Key"/> result in one run.</summary>
/// <param name="Key">The due time, or the event's own id.</param>
/// <param name="Payload">The text of the event, at most <see cref="MaxText"/> characters. It is untrusted and stored encrypted. The run treats it as
/// information, never as an instruction.</param>
public sealed record Occasion(string Key, OccasionKind Kind, DateTimeOffset At, string? Payload)
{
    /// <summary>The maximum size of an event's body, in bytes.</summary>
    public const int MaxPayload = 64 * 1024;

    /// <summary>The maximum length of the text, in characters: the body, and lines that name the event.</summary>
    public const int MaxText = MaxPayload + 512;

    public override string ToString() => $"Occasion({Kind}, {At:O})";
}

public enum OccasionKind
{
    Schedule,
    Event,
    Rule,

    /// <summary>Started by its author.</summary>
    Hand,

    /// <summary>Started by a run as a part of its own work.</summary>
    Part,
}
