namespace Onbehalf.Threads;

/// <summary>
/// A member's list settings for a thread. <paramref name="ArchivedSeq"/> is the last message at the time of archiving; null for a listed thread.
/// </summary>
public sealed record Arrangement(bool IsPinned = false, bool IsMuted = false, long? ArchivedSeq = null);

/// <summary>A partial update of a member's list settings for a thread. A null field stays unchanged.</summary>
public sealed record Rearrangement(bool? Pinned = null, bool? Muted = null, bool? Archived = null, bool? Unread = null);
