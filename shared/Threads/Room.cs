using System.Collections.Immutable;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Threads;

/// <summary>A named group of people. Its threads have its members.</summary>
public sealed record Room(RoomId Id, string Name, SubjectId Owner, ImmutableArray<Participant> Members)
{
    public bool Has(SubjectId person) => Members.Any(m => m.Subject == person);
}
