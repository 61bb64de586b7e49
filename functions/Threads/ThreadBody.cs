using Onbehalf.Ids;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>
/// A thread as returned to one member. <c>Events</c>: the event cursor of this state; a stream from there misses nothing. <c>Mention</c>: the
/// number of the last message that mentions the member. <c>Pinned</c>, <c>Muted</c> and <c>Archived</c> are the member's own settings.
/// </summary>
/// <param name="Named">True if a person chose the title. Otherwise the title is the beginning of the first message.</param>
/// <param name="InSlack">True if the thread is linked to Slack. Its messages are mirrored there.</param>
/// <param name="Owner">The person who manages the members; absent in a room.</param>
/// <param name="People">
/// The first members of a conversation outside a room, including those who left. Returned only to people who were among them.
/// </param>
internal sealed record ThreadBody(
    ThreadId Id,
    string Title,
    bool Named,
    RoomId? RoomId,
    IReadOnlyList<MemberBody> Members,
    IReadOnlyList<PersonBody>? People,
    long Unread,
    MessageId? LastMessage,
    DateTimeOffset LastAt,
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
