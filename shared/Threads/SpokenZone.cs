namespace Onbehalf.Threads;

/// <summary>
/// The IANA time zone of the speaker's clock. It defines the meaning of a time such as "at 8:00" in the message. It does not identify a person.
/// </summary>
public readonly record struct SpokenZone
{
    private readonly string? _value;

    private SpokenZone(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty SpokenZone is no place.");

    public static SpokenZone? Of(string? text) => text is not null && IanaZone.Find(text) is not null ? new(text) : null;

    public override string ToString() => Value;
}
