using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// A change notice with ids and no content. A null <paramref name="Person"/> addresses all members of a thread. The receiver reads the current
/// state. <paramref name="Number"/> is this process's pulse counter.
/// </summary>
internal sealed record Pulse(string What, SubjectId? Person, long Number = 0)
{
    /// <summary>The person's inbox; every other value of <see cref="What"/> is a thread's or a room's id.</summary>
    public const string Inbox = "inbox";

    private const char Separator = '@';

    public string Write() => Person is { } person ? $"{What}{Separator}{person}" : What;

    public static Pulse Read(string text) => text.Split(Separator) is [var what, var person] ? new(what, SubjectId.Parse(person)) : new(text, Person: null);
}
