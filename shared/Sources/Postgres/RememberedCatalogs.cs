using System.Collections.Concurrent;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// What people's own logins were told they may see when they last acted, for a bounded time and under the same answer of the directory.
/// It decides what somebody else's turn starts from, never what anybody gets: their login stays theirs (T01).
/// </summary>
internal sealed class RememberedCatalogs(TimeSpan life, TimeProvider time)
{
    private const int Most = 10_000;

    /// <summary>Of all catalogues together: one of thousands of tables weighs megabytes.</summary>
    private const long MostTables = 200_000;

    private readonly ConcurrentDictionary<(SubjectId Person, string Source), Seen> _seen = new();

    /// <summary>Null when the source would not have them: then nothing is remembered either.</summary>
    public void Keep(Authority person, string source, VisibleCatalog? catalog)
    {
        var before = _seen.GetValueOrDefault((person.Subject.Id, source));
        if (catalog is null)
            _seen.TryRemove((person.Subject.Id, source), out _);
        else
            _seen[(person.Subject.Id, source)] = new(person.Version, catalog, time.GetUtcNow());
        if (catalog is null || ReferenceEquals(before?.Catalog, catalog))
            return;
        if (_seen.Count > Most || _seen.Values.Sum(static one => (long)one.Catalog.Tables.Length) > MostTables)
            Trim();
    }

    public VisibleCatalog? Find(Authority person, string source) =>
        _seen.TryGetValue((person.Subject.Id, source), out var seen) && seen.Version == person.Version && time.GetUtcNow() - seen.At < life ? seen.Catalog : null;

    public void Forget(SubjectId person)
    {
        foreach (var key in _seen.Keys.Where(key => key.Person == person))
            _seen.TryRemove(key, out _);
    }

    private void Trim()
    {
        foreach (var (key, _) in _seen.OrderBy(static one => one.Value.At).Take(1 + (_seen.Count / 4)))
            _seen.TryRemove(key, out _);
    }

    private sealed record Seen(string Version, VisibleCatalog Catalog, DateTimeOffset At);
}
