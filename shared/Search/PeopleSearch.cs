using System.Collections.Immutable;
using Onbehalf.Identity;
using Onbehalf.Threads;

namespace Onbehalf.Search;

/// <summary>
/// Finds people by name, among the people of the directories, those who have signed in, and those who share a thread or room with the searcher.
/// </summary>
public sealed class PeopleSearch(PeopleStore people)
{
    private const int Most = 200;

    public async Task<ImmutableArray<Participant>> FindAsync(string name, SearchTerms terms, MyPlaces places, CancellationToken cancellation)
    {
        var listed = await people.SearchAsync(name, Most, cancellation);
        return
        [
            .. listed.Select(Participant.Of).Concat(places.People()).DistinctBy(static person => person.Subject)
                .Where(person => !terms.IsEmpty && terms.Find(person.Name) is not null)
                .OrderBy(static person => person.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(static person => person.Subject.Value, StringComparer.Ordinal),
        ];
    }
}
