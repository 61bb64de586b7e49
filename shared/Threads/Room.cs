using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Threads;

/// <summary>A named group of people. The members of a room are the members of its threads.</summary>
public sealed record Room(RoomId Id, string Name, SubjectId Owner, ImmutableArray<Participant> Members)
{
    public bool Has(SubjectId person) => Members.Any(m => m.Subject == person);
}
