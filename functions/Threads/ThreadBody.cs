using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// A thread as one member has it. <c>Events</c> is the place in the live events at which this was true: a stream from there misses nothing.
/// <c>Mention</c> is the number of the last message that names the member. <c>Pinned</c>, <c>Muted</c> and <c>Archived</c> are the member's own.
/// </summary>
internal sealed record ThreadBody(
    ThreadId Id, string Title, RoomId? RoomId, IReadOnlyList<PersonBody> Members, long Unread, MessageId? LastMessage, DateTimeOffset LastAt, string? Events = null,
    long? Mention = null, bool? Pinned = null, bool? Muted = null, bool? Archived = null)
{
    public static ThreadBody Of(ThreadWithMembers found)
    {
        var thread = found.Thread.Thread;
        return new(
            thread.Id,
            found.Thread.Title,
            thread.Room,
            [.. found.Members.Select(PersonBody.Of).OrderBy(static m => m.Name, StringComparer.Ordinal)],
            found.Thread.Unread,
            thread.LastSeq >= found.Thread.Me.JoinedSeq ? new MessageId(thread.Id, thread.LastSeq) : null,
            thread.LastAt,
            Mention: found.Thread.Me.Mention,
            Pinned: OnlyTrue(found.Thread.Me.Arrangement.IsPinned),
            Muted: OnlyTrue(found.Thread.Me.Arrangement.IsMuted),
            Archived: OnlyTrue(found.Thread.IsArchived));
    }

    private static bool? OnlyTrue(bool value) => value ? true : null;
}
