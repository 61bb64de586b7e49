namespace Onbehalf.Threads;

/// <summary>
/// An event that its reader may see, with its decrypted body. Clients receive <see cref="Seq"/> only as an <see cref="EventCursor"/>.
/// </summary>
public sealed record LoggedEvent(long Seq, DateTimeOffset At, ThreadEvent Event);

/// <summary>
/// A page of events. <paramref name="Last"/> is the number of the last event that was read, including events for other people.
/// <paramref name="IsEnd"/> is true at the end of the log.
/// </summary>
public sealed record EventPage(IReadOnlyList<LoggedEvent> Events, long Last, bool IsEnd)
{
    /// <summary>True if the message is unchanged: the page reaches the log's end and has no revision of it.</summary>
    public bool IsAsSaid(LoggedEvent logged) =>
        IsEnd
        && logged.Event is { Kind: ThreadEventKind.Message, Message: { } said }
        && !Events.Any(one => one.Event is { Kind: ThreadEventKind.Revision, Message: { } changed } && changed == said);
}
