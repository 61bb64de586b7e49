namespace Onbehalf.Threads;

/// <summary>An event that its reader may know of, with its body open. <see cref="Seq"/> leaves the server as an <see cref="EventCursor"/> only.</summary>
public sealed record LoggedEvent(long Seq, DateTimeOffset At, ThreadEvent Event);

/// <summary><paramref name="Last"/> is how far was read, whoever the events were for; <paramref name="IsEnd"/> when nothing came after it yet.</summary>
public sealed record EventPage(IReadOnlyList<LoggedEvent> Events, long Last, bool IsEnd)
{
    /// <summary>True if the message is unchanged: the page reaches the log's end and has no revision of it.</summary>
    public bool IsAsSaid(LoggedEvent logged) =>
        IsEnd
        && logged.Event is { Kind: ThreadEventKind.Message, Message: { } said }
        && !Events.Any(one => one.Event is { Kind: ThreadEventKind.Revision, Message: { } changed } && changed == said);
}
