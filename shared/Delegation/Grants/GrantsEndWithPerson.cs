using System.Runtime.CompilerServices;
using Onbehalf.Delegation.Connections;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Delegation.Grants;

/// <summary>Ends a person's grants with their account: disabled immediately, revoked at each provider, disabled in the vault.</summary>
internal sealed class GrantsEndWithPerson(ConnectionCatalog catalog, GrantEnding ending, GrantRows rows, PeopleStore people) : IEndsWithPerson
{
    public string Kind => "grants";

    /// <summary>A grant has only the id of its person; the rest is read from the store of people.</summary>
    public async IAsyncEnumerable<Subject> StillAliveAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var last = default(SubjectId);
        await foreach (var person in rows.ConnectedAsync(cancellation))
        {
            if (person != last && await people.RememberedAsync(person, cancellation) is { } known)
                yield return known;
            last = person;
        }
    }

    public async Task<int> EndAsync(Subject person, string reason, CancellationToken cancellation)
    {
        var ended = 0;
        var failures = new List<Exception>();
        foreach (var connection in catalog.All.Where(static connection => !connection.IsExchange))
        {
            try
            {
                ended += await ending.OffboardAsync(person.Id, connection, cancellation) ? 1 : 0;
            }
            catch (Exception failure) when (failure is InvalidOperationException or Azure.RequestFailedException)
            {
                // A provider that is down does not prevent the end of other grants.
                failures.Add(failure);
            }
        }

        return failures.Count == 0 ? ended : throw new AggregateException("Not every grant could be ended.", failures);
    }
}
