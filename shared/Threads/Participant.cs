using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Threads;

/// <summary>A person in a room or thread. The name is for display.</summary>
public sealed record Participant(SubjectId Subject, string Name)
{
    private const int NameLength = 80;

    public static Participant Of(Member member)
    {
        ArgumentNullException.ThrowIfNull(member);
        return new(member.Subject, member.Name);
    }

    public static Participant Of(Subject subject) => new(subject.Id, subject.Name.Length > NameLength ? subject.Name[..NameLength] : subject.Name);
}
