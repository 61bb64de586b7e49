using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// A change notice with ids and no content. A null <paramref name="Person"/> addresses all members of a thread. The receiver reads the current
/// state. <paramref name="Number"/> is this process's pulse counter.
/// </summary>
internal sealed record Pulse(string What, SubjectId? Person, long Number = 0)
{
    /// <summary>The person's inbox; every other value of <see cref="What"/> is a room's id, a thread's id, or that of a thread's streams alone.</summary>
    public const string Inbox = "inbox";

    private const char Separator = '@';
    private const char StreamsOnly = '~';

    public bool IsOfStreams => What.StartsWith(StreamsOnly);

    /// <summary>The thread in which something happened; another value for a person, a room or an inbox is never a thread's id.</summary>
    public string? Thread => Person is null ? What.TrimStart(StreamsOnly) : null;

    public static string OfStreams(ThreadId thread) => StreamsOnly + thread.Value;

    public string Write() => Person is { } person ? $"{What}{Separator}{person}" : What;

    public static Pulse Read(string text) => text.Split(Separator) is [var what, var person] ? new(what, SubjectId.Parse(person)) : new(text, Person: null);
}
