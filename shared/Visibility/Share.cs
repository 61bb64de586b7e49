using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Visibility;

/// <summary>A person's act of making one of their answers common to those who were members at that moment.</summary>
public sealed record Share(MessageId Reply, Subject By, DateTimeOffset At, ImmutableHashSet<string> Audience)
{
    public bool Reaches(SubjectId viewer) => Audience.Contains(viewer.Value);
}
