using System.Collections.Immutable;
using Onbehalf.Threads;

namespace Onbehalf.Search;

/// <summary>A message that matches a search. <paramref name="At"/> is the time of a typed message; for an answer, the time of its question.</summary>
public sealed record MessageHit(ThreadMessage Message, ThreadWithMembers Thread, DateTimeOffset At, MarkedText Excerpt, MessagePlace Place);

/// <summary>A page of matching messages, the newest first. <paramref name="OlderNotSearched"/>: the limit was reached before the oldest message.</summary>
public sealed record MessageFindings(ImmutableArray<MessageHit> Hits, bool More, bool OlderNotSearched);
