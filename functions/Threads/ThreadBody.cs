using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// A thread as one member has it. <c>Events</c> is the place in the live events at which this was true: a stream from there misses nothing.
/// <c>Mention</c> is the number of the last message that names the member. <c>Pinned</c>, <c>Muted</c> and <c>Archived</c> are the member's own.
/// </summary>
/// <param name="Named">True when a person chose the title; otherwise it is the thread's first words.</param>
/// <param name="InSlack">True where the thread is in Slack too: what is said here is told there.</param>
/// <param name="Owner">Whose decision its members are; absent in a room.</param>
/// <param name="People">Who began a conversation outside a room, those who left it included; for those who were there.</param>
internal sealed record ThreadBody(
    ThreadId Id, string Title, bool Named, RoomId? RoomId, IReadOnlyList<MemberBody> Members, IReadOnlyList<PersonBody>? People, long Unread, MessageId? LastMessage, DateTimeOffset LastAt,
    string? Events = null, long? Mention = null, bool? Pinned = null, bool? Muted = null, bool? Archived = null, SubjectId? Owner = null, bool? InSlack = null)
{
    public static ThreadBody Of(ThreadWithMembers found)
    {
        var thread = found.Thread.Thread;
        return new(
            thread.Id,
            found.Thread.Title,
            thread.IsNamed,
            thread.Room,
            [.. found.Members.Select(MemberBody.Of).OrderBy(static m => m.Name, StringComparer.Ordinal)],
            found.Thread.Beginners is { IsEmpty: false } people ? [.. people.Select(PersonBody.Of)] : null,
            found.Thread.Unread,
            thread.LastSeq >= found.Thread.Me.JoinedSeq ? new MessageId(thread.Id, thread.LastSeq) : null,
            thread.LastAt,
            Mention: found.Thread.Me.Mention,
            Pinned: OnlyTrue(found.Thread.Me.Arrangement.IsPinned),
            Muted: OnlyTrue(found.Thread.Me.Arrangement.IsMuted),
            Archived: OnlyTrue(found.Thread.IsArchived),
            Owner: found.Owner,
            InSlack: OnlyTrue(found.IsBehindDoor));
    }

    private static bool? OnlyTrue(bool value) => value ? true : null;
}
