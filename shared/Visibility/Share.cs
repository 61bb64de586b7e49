using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Visibility;

/// <summary>A share: a person opened one of their answers to the members of that moment.</summary>
public sealed record Share(MessageId Reply, Subject By, DateTimeOffset At, ImmutableHashSet<string> Audience)
{
    public bool Reaches(SubjectId viewer) => Audience.Contains(viewer.Value);
}
