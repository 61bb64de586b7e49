using Onbehalf.Ids;

namespace Onbehalf.Threads;

/// <summary>
/// A person whom a message names. <paramref name="Name"/> is theirs in the directory when it was said; <paramref name="As"/> is how the text
/// writes them: <c>@</c> and a name, which says nothing about who they are.
/// </summary>
public sealed record Mention(SubjectId Subject, string Name, string As)
{
    public const int Most = 20;

    public const int LongestAs = 100;
}
