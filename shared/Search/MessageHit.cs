using System.Collections.Immutable;
using Onbehalf.Threads;

namespace Onbehalf.Search;

/// <summary>A message that was found. <paramref name="At"/> is when it was typed; of an answer, when its question was.</summary>
public sealed record MessageHit(ThreadMessage Message, ThreadWithMembers Thread, DateTimeOffset At, MarkedText Excerpt, MessagePlace Place);

/// <summary>A page of messages, the newest first. <paramref name="OlderNotSearched"/>: the limit was reached before the oldest message.</summary>
public sealed record MessageFindings(ImmutableArray<MessageHit> Hits, bool More, bool OlderNotSearched);
