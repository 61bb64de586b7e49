using System.Collections.Immutable;
using Azure;

namespace Onbehalf.Threads;

/// <summary>The proof that a person is a member of a thread, read a moment ago. Only <see cref="ThreadStore"/> makes one.</summary>
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

    /// <summary>The version of the membership row that was read.</summary>
    internal ETag Mark { get; }

    /// <summary>A title taken from words said before this member joined is not theirs to read.</summary>
    public string Title => Thread.Title.Length == 0 || (Thread.TitleSeq > 0 && Thread.TitleSeq < Me.JoinedSeq) ? Untitled : Thread.Title;

    /// <summary>Put away by this member, and nothing has been said since; in a muted thread, nothing that names them.</summary>
    public bool IsArchived => Me.Arrangement.ArchivedSeq is { } seq && seq >= (Me.Arrangement.IsMuted ? Me.Mention ?? 0 : Thread.LastSeq);

    /// <summary>Those who began it, for who was there: somebody who came later learns nothing of who left before.</summary>
    public ImmutableArray<Participant> Beginners => Me.JoinedSeq <= 1 ? Thread.Beginners : [];

    public long Unread => Math.Max(0, Thread.LastSeq - Math.Max(Me.ReadSeq, Me.JoinedSeq - 1));
}
