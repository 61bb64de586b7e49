using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Threads;

/// <summary>
/// A person in a thread. What was said before <paramref name="JoinedSeq"/> is not theirs to read; everything up to
/// <paramref name="ReadSeq"/> they have read.
/// </summary>
public sealed record Member(SubjectId Subject, string Name, long JoinedSeq, long ReadSeq)
{
    public bool MayRead(MessageId message) => message.Seq >= JoinedSeq;
}
