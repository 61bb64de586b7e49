using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Functions.Threads;

/// <summary>A person in the HTTP contract.</summary>
internal sealed record PersonBody(SubjectId Subject, string Name)
{
    public static PersonBody Of(Subject person) => new(person.Id, person.Name);

    public static PersonBody Of(Member member) => new(member.Subject, member.Name);

    public static PersonBody Of(Participant person) => new(person.Subject, person.Name);
}
