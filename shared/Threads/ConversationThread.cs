using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// A conversation, in a room or between its own members. <paramref name="TitleSeq"/> is the message the title was taken from, 0 for a
/// given one; <paramref name="LastSeq"/> the number of messages so far.
/// </summary>
public sealed record ConversationThread(ThreadId Id, RoomId? Room, string Title, long TitleSeq, SubjectId CreatedBy, long LastSeq, DateTimeOffset LastAt);
