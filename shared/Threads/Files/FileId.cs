using System.Diagnostics.CodeAnalysis;
using Onbehalf.Ids;

namespace Onbehalf.Threads.Files;

/// <summary>The id of a file: <c>{threadId}-f{random}</c>. The id alone locates a file but grants no permission to it.</summary>
public readonly record struct FileId
{
    private const char Prefix = 'f';

    private readonly string? _name;

    private FileId(ThreadId thread, string name) => (Thread, _name) = (thread, name);

    public ThreadId Thread { get; }

    public string Value => $"{Thread.Value}-{Name}";

    /// <summary>The part that is unique within a thread.</summary>
    internal string Name => _name ?? throw new InvalidOperationException("An empty FileId names no file.");

    public static FileId New(ThreadId thread) => new(thread, RandomName.New(Prefix));

    public static bool TryParse([NotNullWhen(true)] string? text, out FileId id)
    {
        var cut = text?.IndexOf('-', StringComparison.Ordinal) ?? -1;
        var name = cut < 0 ? null : text![(cut + 1)..];
        var valid = ThreadId.TryParse(cut < 0 ? null : text![..cut], out var thread) & RandomName.IsValid(name, Prefix);
        id = valid ? new(thread, name!) : default;
        return valid;
    }

    public static FileId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a file id.");

    public override string ToString() => Value;
}
