using System.Collections.Concurrent;
using Onbehalf.Identity;
using Onbehalf.Ids;
using Onbehalf.People;

namespace Onbehalf.Sources.Postgres;

/// <summary>
/// A cache of people's catalogues from their last activity, for a limited time and the same directory data. It affects the start of other
/// people's turns only, never access, which always requires the person's own login (T01).
/// </summary>
internal sealed class RememberedCatalogs(TimeSpan life, TimeProvider time)
{
    private const int Most = 10_000;

    /// <summary>The limit on the tables of all catalogues together. A catalogue of thousands of tables has a size of megabytes.</summary>
    private const long MostTables = 200_000;

    private readonly ConcurrentDictionary<(SubjectId Person, string Source), Seen> _seen = new();

    /// <summary>Stores the catalogue. Null removes the entry, because the source refused the person.</summary>
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
        _seen.TryGetValue((person.Subject.Id, source), out var seen) && seen.Version == person.Version && time.GetUtcNow() - seen.At < life
            ? seen.Catalog
            : null;

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
