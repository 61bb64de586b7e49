using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Threads;

/// <summary>
/// A member of a thread. Messages before <paramref name="JoinedSeq"/> are inaccessible to them. Messages up to <paramref name="ReadSeq"/> are read.
/// </summary>
public sealed record Member(SubjectId Subject, string Name, long JoinedSeq, long ReadSeq)
{
    /// <summary>The number of the last message that mentions this member; null for none.</summary>
    public long? Mention { get; init; }

    /// <summary>The member's own list settings for the thread. Other members cannot see them.</summary>
    public Arrangement Arrangement { get; init; } = new();

    public bool MayRead(MessageId message) => message.Seq >= JoinedSeq;
}
