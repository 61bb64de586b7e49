namespace Onbehalf.Threads;

/// <summary>An event that its reader may know of, with its body open. <see cref="Seq"/> leaves the server as an <see cref="EventCursor"/> only.</summary>
public sealed record LoggedEvent(long Seq, DateTimeOffset At, ThreadEvent Event);

/// <summary><paramref name="Last"/> is how far was read, whoever the events were for.</summary>
public sealed record EventPage(IReadOnlyList<LoggedEvent> Events, long Last);
