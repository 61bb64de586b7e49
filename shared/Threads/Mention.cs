using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// A mention of a person in a message. <paramref name="Name"/> is their directory name at that time. <paramref name="As"/> is the form in the text:
/// <c>@</c> and a name, which does not identify the person.
/// </summary>
public sealed record Mention(SubjectId Subject, string Name, string As)
{
    public const int Most = 20;

    public const int LongestAs = 100;
}
