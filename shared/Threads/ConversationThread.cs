using System.Collections.Immutable;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// A conversation, in a room or between its own members. <paramref name="TitleSeq"/> is the message the title was taken from, 0 for a
/// given one; <paramref name="LastSeq"/> the number of messages so far.
/// </summary>
public sealed record ConversationThread(ThreadId Id, RoomId? Room, string Title, long TitleSeq, SubjectId CreatedBy, long LastSeq, DateTimeOffset LastAt)
{
    /// <summary>Who began a conversation of few people, by name: what it is called when nobody names it. Empty in a room.</summary>
    public ImmutableArray<Participant> Beginners { get; init; } = [];

    /// <summary>True when a person chose the title.</summary>
    public bool IsNamed => Title.Length > 0 && TitleSeq == 0;

    /// <summary>Whether a message was ever edited, deleted or reacted to: otherwise nobody need look.</summary>
    internal bool IsChanged { get; init; }
}
