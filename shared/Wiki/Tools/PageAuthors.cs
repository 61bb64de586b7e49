using System.Collections.Immutable;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Threads;

namespace Onbehalf.Wiki.Tools;

/// <summary>Determines the authors of a result's text, except the speaker.</summary>
internal static class PageAuthors
{
    public static ImmutableArray<TextAuthor> Of(Authority speaker, IEnumerable<Participant> authors) =>
        [
            .. authors
                .Where(author => author.Subject != speaker.Subject.Id)
                .Select(static author => new TextAuthor(author.Subject.Value, author.Name))
                .DistinctBy(static author => author.Subject),
        ];
}
