using System.Collections.Immutable;
using Azure;

namespace Onbehalf.Threads;

/// <summary>The proof of a person's current membership in a thread. Only <see cref="ThreadStore"/> creates it.</summary>
public sealed record MemberThread
{
    public const string Untitled = "Conversation";

    internal MemberThread(ConversationThread thread, Member me, ETag mark = default)
    {
        Thread = thread;
        Me = me;
        Mark = mark;
    }

    public ConversationThread Thread { get; }

    public Member Me { get; }

    /// <summary>The ETag of the membership row.</summary>
    internal ETag Mark { get; }

    /// <summary>
    /// The thread's title. <see cref="Untitled"/> if the title is derived from a message before this member joined, because they may not read that
    /// message.
    /// </summary>
    public string Title => Thread.Title.Length == 0 || (Thread.TitleSeq > 0 && Thread.TitleSeq < Me.JoinedSeq) ? Untitled : Thread.Title;

    /// <summary>
    /// True if this member archived the thread and it has no newer message. In a muted thread, only a newer mention of them counts.
    /// </summary>
    public bool IsArchived => Me.Arrangement.ArchivedSeq is { } seq && seq >= (Me.Arrangement.IsMuted ? Me.Mention ?? 0 : Thread.LastSeq);

    /// <summary>
    /// The first members, for a member who was there from the start. Empty for later members, who must not learn who left before they joined.
    /// </summary>
    public ImmutableArray<Participant> Beginners => Me.JoinedSeq <= 1 ? Thread.Beginners : [];

    public long Unread => Math.Max(0, Thread.LastSeq - Math.Max(Me.ReadSeq, Me.JoinedSeq - 1));
}
