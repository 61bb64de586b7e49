using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Azure.Data.Tables;
using Onbehalf.Evidence;
using Onbehalf.Identity;
using Onbehalf.Ids;
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

/// <summary>The id of a space: <c>s</c> and 20 random base32 characters.</summary>
public readonly record struct SpaceId
{
    private readonly string? _value;

    private SpaceId(string value) => _value = value;

    public string Value => _value ?? throw new InvalidOperationException("An empty SpaceId names no space.");

    public static SpaceId New() => new('s' + RandomNumberGenerator.GetString(RandomName.Alphabet, RandomName.Length));

    public static bool TryParse([NotNullWhen(true)] string? text, out SpaceId id)
    {
        var valid = RandomName.IsValid(text, 's');
        id = valid ? new(text!) : default;
        return valid;
    }

    public static SpaceId Parse(string text) => TryParse(text, out var id) ? id : throw new FormatException("Not a space id.");

    public override string ToString() => Value;
}

/// <summary>
/// The evidence of the wiki, and the check whether another person may read all of it now. A relation is the id of a searched space or of a read
/// page. The right to read a space includes its pages.
/// </summary>
internal sealed class WikiRights(WikiSpaces spaces) : IRights
{
    public const string Name = "wiki";

    public string Source => Name;

    public static Touched Searched(SpaceId space) => new(Name, space.Value, [], []);

    public static Touched Read(PageId page) => new(Name, page.Value, [], []);

    /// <summary>The evidence of a write. It carries no data, because the text came from the writer.</summary>
    public static Touched Written(PageId page) => Read(page) with { CarriesData = false };

    public async Task<IHeldRights?> OfAsync(Authority viewer, CancellationToken cancellation) =>
        new ReadableSpaces((await spaces.ReadableAsync(viewer, cancellation)).Select(static space => space.Id.Value).ToFrozenSet(StringComparer.Ordinal));

    public Task<IHeldRights?> RecallAsync(Authority viewer, CancellationToken cancellation) => OfAsync(viewer, cancellation);

    private sealed class ReadableSpaces(FrozenSet<string> ids) : IHeldRights
    {
        public bool Cover(Touched touched, bool isAsker) =>
            !touched.Undecided && ids.Contains(PageId.TryParse(touched.Relation, out var page) ? page.Space.Value : touched.Relation);
    }
}

/// <summary>
/// A set of pages with one audience: the directory groups that may read or write, or, for a room's space, the members of the room. Writers may also read.
/// </summary>
public sealed record WikiSpace(SpaceId Id, string Name, ImmutableArray<string> Readers, ImmutableArray<string> Writers, RoomId? Room, Participant CreatedBy)
{
    /// <summary>The readers as text, also for the digest of a card.</summary>
    public string Audience => Room is null
        ? $"everyone in {string.Join(", ", Readers.Union(Writers, StringComparer.Ordinal).Order(StringComparer.Ordinal))}"
        : "everyone in its room";

    internal bool Admits(Authority authority) => authority.Groups.Overlaps(Readers) || authority.Groups.Overlaps(Writers);

    /// <summary>Returns whether a reader of the space may also write.</summary>
    public bool LetsWrite(Authority authority)
    {
        ArgumentNullException.ThrowIfNull(authority);
        return Room is not null || authority.Groups.Overlaps(Writers);
    }
}
