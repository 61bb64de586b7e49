using System.Diagnostics.CodeAnalysis;

namespace Onbehalf.Ids;

/// <summary><c>t</c> and 20 random base32 characters: names a thread, gives no right to it.</summary>
public readonly record struct ThreadId
{
    private readonly string? _value;

    private ThreadId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty ThreadId names no thread.");

    public static ThreadId New() => new(RandomName.New('t'));

    /// <summary>The thread of a conversation elsewhere, so that it is begun once however many begin it.</summary>
    internal static ThreadId Of(string elsewhere) => new(RandomName.Of('t', elsewhere));

    public static bool TryParse([NotNullWhen(true)] string? text, out ThreadId id)
    {
        var valid = RandomName.IsValid(text, 't');
        id = valid ? new(text!) : default;
        return valid;
    }

    public static ThreadId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a thread id.");

    public override string ToString() => Value;
}
