using System.Collections.Immutable;
using Azure.Data.Tables;
using Onbehalf.Identity;
using Onbehalf.People;
using Onbehalf.Storage;
using Onbehalf.Threads;

namespace Onbehalf.Wiki;

/// <summary>Decides which spaces a person may read: by their directory groups, or by membership of the room. No other code decides this.</summary>
public sealed class WikiSpaces(Tables tables, RoomStore rooms, TimeProvider time)
{
    /// <summary>The lifetime of the cached list of spaces. Access to a space is checked on every call.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(2);

    private readonly SharedQuestion<IReadOnlyList<WikiSpace>> _listing = new();
    private Listed? _listed;
    private int _changes;

    public async Task<ImmutableArray<WikiSpace>> ReadableAsync(Authority authority, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        var all = await AllAsync(cancellation);
        var admitted = await Task.WhenAll(all.Select(space => AdmitsAsync(authority, space, cancellation)));
        return [.. all.Where((_, i) => admitted[i]).OrderBy(static space => space.Id.Value, StringComparer.Ordinal)];
    }

    /// <summary>Returns the spaces among these that this person may read.</summary>
    internal async Task<ImmutableHashSet<SpaceId>> AmongAsync(Authority reader, ImmutableArray<WikiSpace> some, CancellationToken cancellation)
    {
        var admitted = await Task.WhenAll(some.Select(space => AdmitsAsync(reader, space, cancellation)));
        return [.. some.Where((_, i) => admitted[i]).Select(static space => space.Id)];
    }

    /// <summary>Returns the space. Null for a nonexistent or unreadable space.</summary>
    public async Task<WikiSpace?> FindAsync(Authority authority, SpaceId id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        var found = await tables.Wiki.GetEntityIfExistsAsync<TableEntity>(WikiRows.Spaces, id.Value, cancellationToken: cancellation);
        return found.HasValue && WikiRows.ReadSpace(found.Value!) is var space && await AdmitsAsync(authority, space, cancellation) ? space : null;
    }

    /// <summary>Creates a space. Returns null if its creator could not write in it, or if they are not a member of its room.</summary>
    public async Task<WikiSpace?> CreateAsync(
        Authority authority,
        SpaceId id,
        string name,
        ImmutableArray<string> readers,
        ImmutableArray<string> writers,
        RoomId? room,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        var space = new WikiSpace(id, name, readers, writers, room, Participant.Of(authority.Subject));
        if (!space.LetsWrite(authority) || !await AdmitsAsync(authority, space, cancellation))
            return null;
        await tables.Wiki.AddEntityAsync(WikiRows.Of(space), cancellation);
        Forget();
        return space;
    }

    /// <summary>
    /// Changes the name and audience of a space. Returns null if the person may not write in it, before or after the change. A room's space
    /// keeps the room's members as its audience.
    /// </summary>
    public async Task<WikiSpace?> ChangeAsync(
        Authority authority, WikiSpace space, string name, ImmutableArray<string> readers, ImmutableArray<string> writers, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(authority);
        ArgumentNullException.ThrowIfNull(space);
        var changed = space.Room is null ? space with { Name = name, Readers = readers, Writers = writers } : space with { Name = name };
        if (!space.LetsWrite(authority) || !changed.LetsWrite(authority))
            return null;
        await tables.Wiki.UpdateEntityAsync(WikiRows.Of(changed), Azure.ETag.All, TableUpdateMode.Replace, cancellation);
        Forget();
        return changed;
    }

    private async Task<IReadOnlyList<WikiSpace>> AllAsync(CancellationToken cancellation) =>
        _listed is { } listed && time.GetElapsedTime(listed.At) < Life ? listed.Spaces : await _listing.AskAsync(ListAsync).WaitAsync(cancellation);

    private async Task<IReadOnlyList<WikiSpace>> ListAsync()
    {
        var (at, changes) = (time.GetTimestamp(), Volatile.Read(ref _changes));
        var all = new List<WikiSpace>();
        await foreach (
            var row in tables.Wiki.QueryAsync<TableEntity>(
                TableClient.CreateQueryFilter($"PartitionKey eq {WikiRows.Spaces}"), cancellationToken: CancellationToken.None))
            all.Add(WikiRows.ReadSpace(row));
        if (changes == Volatile.Read(ref _changes))
            _listed = new(all, at);
        return all;
    }

    private void Forget()
    {
        Interlocked.Increment(ref _changes);
        _listed = null;
    }

    private async Task<bool> AdmitsAsync(Authority authority, WikiSpace space, CancellationToken cancellation) => space.Room is { } room
        ? await rooms.FindForMemberAsync(authority.Subject.Id, room, cancellation) is not null
        : space.Admits(authority);

    private sealed record Listed(IReadOnlyList<WikiSpace> Spaces, long At);
}
