using System.Collections.Immutable;
using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// A conversation, in a room or between its own members. <paramref name="TitleSeq"/> is the message that the title was derived from, 0 for a title
/// chosen by a person. <paramref name="LastSeq"/> is the number of messages so far.
/// </summary>
public sealed record ConversationThread(ThreadId Id, RoomId? Room, string Title, long TitleSeq, SubjectId CreatedBy, long LastSeq, DateTimeOffset LastAt)
{
    /// <summary>The first members of a direct conversation, by name. They are its title while no person has named it. Empty in a room.</summary>
    public ImmutableArray<Participant> Beginners { get; init; } = [];

    /// <summary>True when a person chose the title.</summary>
    public bool IsNamed => Title.Length > 0 && TitleSeq == 0;

    /// <summary>True if a message was ever edited, deleted or reacted to. Otherwise readers skip the query for changes.</summary>
    internal bool IsChanged { get; init; }
}
