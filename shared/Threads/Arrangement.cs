namespace Onbehalf.Threads;

/// <summary>How one member lists a thread. <paramref name="ArchivedSeq"/> is the last message at the time they put it away; null while it is listed.</summary>
public sealed record Arrangement(bool IsPinned = false, bool IsMuted = false, long? ArchivedSeq = null);

/// <summary>What a member changes about how they list a thread; null leaves it as it is.</summary>
public sealed record Rearrangement(bool? Pinned = null, bool? Muted = null, bool? Archived = null, bool? Unread = null);
