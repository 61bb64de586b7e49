namespace Onbehalf.Threads;

/// <summary>The IANA time zone of the clock somebody typed a message by: what "at 8:00" means there. It says nothing of who they are.</summary>
public readonly record struct SpokenZone
{
    private readonly string? _value;

    private SpokenZone(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty SpokenZone is no place.");

    public static SpokenZone? Of(string? text) => text is not null && IanaZone.Find(text) is not null ? new(text) : null;

    public override string ToString() => Value;
}
