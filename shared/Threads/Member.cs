using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Threads;

/// <summary>
/// A person in a thread. What was said before <paramref name="JoinedSeq"/> is not theirs to read; everything up to
/// <paramref name="ReadSeq"/> they have read.
/// </summary>
public sealed record Member(SubjectId Subject, string Name, long JoinedSeq, long ReadSeq)
{
    /// <summary>The number of the last message that names them; null for none.</summary>
    public long? Mention { get; init; }

    /// <summary>How this person lists the thread; nobody else is told.</summary>
    public Arrangement Arrangement { get; init; } = new();

    public bool MayRead(MessageId message) => message.Seq >= JoinedSeq;
}
