using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Evidence;

/// <summary>Another person whose text the model read.</summary>
public sealed record TextAuthor(string Subject, string Name)
{
    public SubjectId Id => SubjectId.Parse(Subject);

    internal static TextAuthor Of(Subject person) => new(person.Id.Value, person.Name);
}
