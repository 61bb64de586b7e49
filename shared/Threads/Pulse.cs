using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// A hint that something a person's lists show has changed: a thread for all its members (<paramref name="Person"/> is null), or a thread, a
/// room or the inbox of one person. It carries ids and no content; whoever hears it reads again what they may see. <paramref name="Number"/>
/// counts the pulses this process has heard.
/// </summary>
internal sealed record Pulse(string What, SubjectId? Person, long Number = 0)
{
    /// <summary>The person's inbox; every other value of <see cref="What"/> is a thread's or a room's id.</summary>
    public const string Inbox = "inbox";

    private const char Separator = '@';

    public string Write() => Person is { } person ? $"{What}{Separator}{person}" : What;

    public static Pulse Read(string text) => text.Split(Separator) is [var what, var person] ? new(what, SubjectId.Parse(person)) : new(text, Person: null);
}
