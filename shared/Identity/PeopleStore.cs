using System.Collections.Concurrent;
using System.Collections.Immutable;
using Azure;
using Azure.Data.Tables;
using Onbehalf.Identity.Directories;
using Onbehalf.Ids;
using Onbehalf.People;
using Onbehalf.Storage;

namespace Onbehalf.Identity;

/// <summary>Maps subject ids to people: those who have signed in, and those found in a directory.</summary>
public sealed class PeopleStore
{
    private const int MaxKnown = 10_000;
    private const int MaxListed = 200;
    private const int MaxScanned = 1_000;

    private static readonly TimeSpan ListingInterval = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<SubjectId, Subject> _known = new();
    private readonly SharedQuestion<bool> _listing = new();
    private readonly Tables _tables;
    private readonly DirectoryCatalog _directories;
    private readonly TimeProvider _time;

    /// <summary>People whom a directory listed. They need not have signed in: most have no row.</summary>
    private ImmutableDictionary<SubjectId, Subject> _listed = ImmutableDictionary<SubjectId, Subject>.Empty;

    private DateTimeOffset _listedAt = DateTimeOffset.MinValue;
    private (DateTimeOffset At, ImmutableArray<Subject> People) _scan = (DateTimeOffset.MinValue, []);

    internal PeopleStore(Tables tables, DirectoryCatalog directories, TimeProvider time)
    {
        _tables = tables;
        _directories = directories;
        _time = time;
    }

    /// <summary>Returns the person, or null if the id is unknown here and in every searchable directory.</summary>
    public async Task<Subject?> FindAsync(SubjectId id, CancellationToken cancellation)
    {
        if (_known.TryGetValue(id, out var known) || _listed.TryGetValue(id, out known))
            return known;
        if (await ReadAsync(id, cancellation) is { } stored)
            return Know(stored);
        await _listing.AskAsync(ListDirectoriesAsync).WaitAsync(cancellation);
        return _listed.GetValueOrDefault(id);
    }

    /// <summary>Returns the person, or null if the id is unknown here. Asks no directory.</summary>
    internal async Task<Subject?> RememberedAsync(SubjectId id, CancellationToken cancellation) =>
        await ReadAsync(id, cancellation);

    /// <summary>Writes only if the person's data changed.</summary>
    public async Task RememberAsync(Subject subject, CancellationToken cancellation)
    {
        if (_known.TryGetValue(subject.Id, out var known) && known == subject)
            return;
        if (await ReadAsync(subject.Id, cancellation) != subject)
            await _tables.People.UpsertEntityAsync(PersonRow.Of(subject), TableUpdateMode.Replace, cancellation);
        Know(subject);
    }

    public async Task<IReadOnlyList<Subject>> SearchAsync(string query, int limit, CancellationToken cancellation)
    {
        var asked = _directories.All.Select(directory => directory.SearchAsync(query, limit, cancellation)).ToArray();
        var remembered = await ScanAsync(cancellation);
        var listed = (await Task.WhenAll(asked)).SelectMany(static people => people);
        return
        [
            .. listed.Concat(remembered)
                .Where(person => person.Name.Contains(query, StringComparison.OrdinalIgnoreCase))
                .DistinctBy(static person => person.Id)
                .OrderBy(static person => person.Name, StringComparer.OrdinalIgnoreCase)
                .ThenBy(static person => person.Id.Value, StringComparer.Ordinal)
                .Take(limit),
        ];
    }

    /// <summary>Returns the stored person; a new one is stored under the name in their token.</summary>
    internal async Task<Subject> WelcomeAsync(Subject subject, CancellationToken cancellation)
    {
        if (_known.TryGetValue(subject.Id, out var known))
            return known;
        if (await ReadAsync(subject.Id, cancellation) is { } stored)
            return Know(stored);
        await RememberAsync(subject, cancellation);
        return subject;
    }

    private async Task<Subject?> ReadAsync(SubjectId id, CancellationToken cancellation)
    {
        var row = await _tables.People.GetEntityIfExistsAsync<TableEntity>(id.Value, PersonRow.Key, null, cancellation);
        return row.HasValue ? PersonRow.Read(row.Value!) : null;
    }

    /// <summary>An id is a one-way hash, so the directories are listed. Concurrent callers share one listing, at most one per interval.</summary>
    private async Task<bool> ListDirectoriesAsync()
    {
        var now = _time.GetUtcNow();
        if (now - _listedAt < ListingInterval)
            return false;
        _listedAt = now;
        // A directory that cannot be reached lists nobody, so earlier listings stay.
        var found = (_listed.Count > MaxKnown ? ImmutableDictionary<SubjectId, Subject>.Empty : _listed).ToBuilder();
        foreach (var directory in _directories.All)
            foreach (var person in await directory.SearchAsync("", MaxListed, CancellationToken.None))
                found[person.Id] = person;
        _listed = found.ToImmutable();
        return true;
    }

    private async Task<ImmutableArray<Subject>> ScanAsync(CancellationToken cancellation)
    {
        var now = _time.GetUtcNow();
        var (at, people) = _scan;
        if (now - at < ListingInterval)
            return people;
        var found = ImmutableArray.CreateBuilder<Subject>();
        await foreach (var row in _tables.People.QueryAsync<TableEntity>((string?)null, MaxScanned, null, cancellation))
        {
            if (PersonRow.Read(row) is { } person)
                found.Add(person);
            if (found.Count == MaxScanned)
                break;
        }

        _scan = (now, found.ToImmutable());
        return _scan.People;
    }

    private Subject Know(Subject subject)
    {
        if (_known.Count > MaxKnown)
            _known.Clear();
        return _known[subject.Id] = subject;
    }
}

/// <summary>A person in table <c>people</c>.</summary>
internal static class PersonRow
{
    public const string Key = "person";

    public static TableEntity Of(Subject subject) => Into(new(subject.Id.Value, Key), subject);

    public static TableEntity Into(TableEntity row, Subject subject)
    {
        row["subject"] = subject.Id.Value;
        row["provider"] = subject.ProviderId;
        row["issuer"] = subject.Issuer;
        row["key"] = subject.Key;
        row["name"] = subject.Name;
        if (subject.Tenant is { } tenant)
            row["tenant"] = tenant;
        return row;
    }

    /// <summary>The person, or null when the row does not stand for the id it is kept under: an altered row is nobody.</summary>
    public static Subject? Read(TableEntity row)
    {
        if (!SubjectId.TryParse(row.GetString("subject"), out var id)
            || row.GetString("provider") is not { } provider
            || row.GetString("issuer") is not { Length: > 0 } issuer
            || row.GetString("key") is not { Length: > 0 } key)
            return null;
        var tenant = row.GetString("tenant");
        return SubjectId.Of(issuer, tenant, key) == id ? new(id, provider, issuer, tenant, key, row.GetString("name") ?? key) : null;
    }
}
